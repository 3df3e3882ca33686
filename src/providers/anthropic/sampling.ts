import type { Sampling, Warning } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { ignored } from '../openai-compatible/body.ts';
import { generationOf } from './generation.ts';

const CURRENT_VERSION = '2026-10-21';
/** The last API version that takes sampling parameters. */
export const VERSION_WITH_SAMPLING = '2023-06-01';

export interface EncodedSampling {
  readonly fields: TreeObject;
  /** Value of the `anthropic-version` header. */
  readonly version: string;
  readonly warnings: readonly Warning[];
}

/**
 * quirk(anthropic): API version 2026-10-21 refuses temperature, top_p and top_k even at their defaults; the version before
 * takes them for older models. A request that needs them goes there. — platform.claude.com versioning, seen 2026-11
 * @param thinks what rules sampling out on any model — platform.claude.com extended thinking, seen 2026-11
 */
export function encodeSampling(sampling: Sampling, model: string, thinks: boolean): EncodedSampling {
  const { temperature, topP, topK } = sampling;
  const fields = { temperature: clamp(temperature), top_p: onlyWithout(temperature, topP), top_k: topK };
  const asked = Object.values(fields).some((value) => value !== undefined);
  const old = asked && generationOf(model).sampling && !thinks;
  return {
    fields: { stop_sequences: sampling.stop, ...(old && fields) },
    version: old ? VERSION_WITH_SAMPLING : CURRENT_VERSION,
    warnings: [
      ...(old ? adjustments(sampling) : lost({ temperature, top_p: topP, top_k: topK }, REFUSED)),
      ...unknown(sampling),
    ],
  };
}

const clamp = (temperature: number | undefined): number | undefined =>
  temperature === undefined ? undefined : Math.min(temperature, 1);

/** quirk(anthropic): temperature and top_p must not be sent together. — open-webui/functions#9, seen 2026-11 */
const onlyWithout = (temperature: number | undefined, topP: number | undefined): number | undefined =>
  temperature === undefined ? topP : undefined;

function adjustments({ temperature, topP }: Sampling): Warning[] {
  const warnings: Warning[] = [];
  if (temperature !== undefined && temperature > 1) {
    warnings.push({ kind: 'adjusted', field: 'temperature', detail: 'Claude takes at most 1; 1 was used.' });
  }
  if (temperature !== undefined && topP !== undefined) {
    warnings.push(ignored('top_p', 'Claude takes either temperature or top_p.'));
  }
  return warnings;
}

const REFUSED = 'Claude takes no such parameter, or not while it thinks.';

const unknown = ({ frequencyPenalty, presencePenalty, seed }: Sampling): Warning[] =>
  lost(
    { frequency_penalty: frequencyPenalty, presence_penalty: presencePenalty, seed },
    'Claude has no such parameter.',
  );

const lost = (fields: { readonly [field: string]: number | undefined }, detail: string): Warning[] =>
  Object.entries(fields).flatMap(([field, value]) => (value === undefined ? [] : [ignored(field, detail)]));
