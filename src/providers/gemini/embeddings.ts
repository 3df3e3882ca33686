import { invalid, unusableAnswer } from '../../contract/error.ts';
import type { Exchange } from '../../contract/provider.ts';
import type { TaskJob, Warning } from '../../contract/request.ts';
import { asArray, asNumber, asString, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { bareName, modelPath } from './path.ts';
import { taskAnswer } from './task-answer.ts';
import { decodeUsage } from './usage.ts';

/** quirk(gemini): one call embeds at most this many texts — npm @ai-sdk/google 4.0.121, seen 2026-11 */
const MOST_TEXTS = 100;

/** Embeddings, asked and answered in OpenAI's format. */
export const embeddings: Exchange<TaskJob> = {
  kind: 'exchange',
  encode({ request }, target) {
    const model = `models/${bareName(target.model)}`;
    const { dimensions } = request.body;
    const requests = textsOf(request.body.input).map((text) => ({
      model,
      content: { parts: [{ text }] },
      ...(asNumber(dimensions) !== undefined && { outputDimensionality: dimensions }),
    }));
    return {
      call: {
        method: 'POST',
        path: modelPath(target.model, 'batchEmbedContents'),
        body: { kind: 'json', tree: { requests } },
      },
      warnings: leftOut(request.body),
    };
  },
  decode({ tree }, { request }, { model }) {
    const vectors = asArray(member(tree, 'embeddings')).map((each) => numbersOf(member(each, 'values')));
    if (vectors.length === 0 || vectors.some((vector) => vector.length === 0)) {
      throw unusableAnswer('Gemini answered without embeddings.');
    }
    const usage = decodeUsage(member(tree, 'usageMetadata'));
    const isBase64 = request.body.encoding_format === 'base64';
    const data = vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: isBase64 ? floats(vector) : vector,
    }));
    const tokens = usage?.inputTokens ?? 0;
    const counts = { prompt_tokens: tokens, total_tokens: tokens };
    return taskAnswer(model, { object: 'list', data, model: request.model, usage: counts }, usage);
  },
};

function textsOf(input: Tree | undefined): string[] {
  const list = Array.isArray(input) ? (input as readonly Tree[]) : [input ?? null];
  const texts = list.map((each) => {
    const text = asString(each);
    if (text !== undefined) return text;
    throw invalid('input', 'Gemini embeds text only: input must be a string or an array of strings.');
  });
  if (texts.length <= MOST_TEXTS) return texts;
  throw invalid('input', `Gemini embeds at most ${MOST_TEXTS} texts in one call.`);
}

const CARRIED = ['model', 'input', 'dimensions', 'encoding_format'];

const leftOut = (body: TreeObject): Warning[] =>
  Object.entries(body)
    .filter(([name, value]) => value !== undefined && value !== null && !CARRIED.includes(name))
    .map(([field]) => ({ kind: 'ignored', field, detail: 'Gemini has no such parameter.' }));

const numbersOf = (values: Tree | undefined): number[] =>
  asArray(values).flatMap((value) => (typeof value === 'number' ? [value] : []));

/** OpenAI's compact form: base64 of little-endian 32-bit floats. */
function floats(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}
