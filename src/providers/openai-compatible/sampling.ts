import type { Sampling } from '../../contract/request.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import type { Carrier } from './carrier.ts';
import { ignored } from './ignored.ts';

/** OpenAI's names; it has no `top_k`, which others take. */
const NAMES: { readonly [name in keyof Required<Sampling>]: string | null } = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: null,
  frequencyPenalty: 'frequency_penalty',
  presencePenalty: 'presence_penalty',
  seed: 'seed',
  stop: 'stop',
};

/** How words are chosen, under the upstream's names. */
export function encodeSampling(sampling: Sampling, carrier: Carrier): TreeObject {
  const { options, target, warn } = carrier;
  const names = { ...NAMES, ...options.sampling?.(target.model) };
  const fields: { [name: string]: Tree } = {};
  for (const [wish, value] of Object.entries(sampling) as [keyof Sampling, Tree | undefined][]) {
    const name = names[wish];
    if (value === undefined) continue;
    if (name) fields[name] = wish === 'temperature' ? bearable(value, carrier) : value;
    else warn(ignored(NAMES[wish] ?? 'top_k', 'This model cannot be told.'));
  }
  return fields;
}

function bearable(temperature: Tree, { options, warn }: Carrier): Tree {
  const { maxTemperature } = options;
  if (maxTemperature === undefined || typeof temperature !== 'number' || temperature <= maxTemperature)
    return temperature;
  const detail = `The highest temperature of this model, ${maxTemperature}, was used.`;
  warn({ kind: 'adjusted', field: 'temperature', detail });
  return maxTemperature;
}
