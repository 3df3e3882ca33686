import { invalid } from '../../contract/error.ts';
import type { Sampling } from '../../contract/request.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import { defined } from '../../lib/defined.ts';
import { optionalNumber } from './fields.ts';

/** Members of a body that `decodeSampling` reads. */
export const SAMPLING_MEMBERS: readonly string[] =
  'temperature top_p top_k frequency_penalty presence_penalty seed stop'.split(' ');

/** How words are chosen, as OpenAI's text formats spell it. */
export function decodeSampling(body: TreeObject): Sampling {
  const read = {
    temperature: optionalNumber(body.temperature, 'temperature', 0, 2),
    topP: optionalNumber(body.top_p, 'top_p', 0, 1),
    // -1 is vLLM's word for "all of them".
    topK: optionalNumber(body.top_k === -1 ? undefined : body.top_k, 'top_k', 0, 100_000),
    frequencyPenalty: optionalNumber(body.frequency_penalty, 'frequency_penalty', -2, 2),
    presencePenalty: optionalNumber(body.presence_penalty, 'presence_penalty', -2, 2),
    seed: optionalNumber(body.seed, 'seed', -(2 ** 53), 2 ** 53),
    stop: decodeStop(body.stop),
  };
  return defined(read);
}

function decodeStop(tree: Tree | undefined): readonly string[] | undefined {
  if (tree === undefined || tree === null) return undefined;
  const list = typeof tree === 'string' ? [tree] : tree;
  if (Array.isArray(list) && list.every((each) => typeof each === 'string')) return list as string[];
  throw invalid('stop', 'stop must be a string or an array of strings.');
}
