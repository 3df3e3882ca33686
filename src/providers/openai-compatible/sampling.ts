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
export function encodeSampling(sampling: Sampling, { options, target, warn }: Carrier): TreeObject {
  const names = { ...NAMES, ...options.sampling?.(target.model) };
  const fields: { [name: string]: Tree } = {};
  for (const [wish, value] of Object.entries(sampling) as [keyof Sampling, Tree | undefined][]) {
    const name = names[wish];
    if (value === undefined) continue;
    if (name) fields[name] = value;
    else warn(ignored(NAMES[wish] ?? 'top_k', 'This model cannot be told.'));
  }
  return fields;
}
