import type { ClientReply, ReplyContext } from '../../contract/dialect.ts';
import type { TaskRequest } from '../../contract/request.ts';
import type { Response } from '../../contract/response.ts';
import { SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { axonhubExtension } from '../openai-shared/extension.ts';
import { objectAt, pick } from './members.ts';

/** Reads `:countTokens`: contents alone, or a whole request. */
export const decodeCount = (body: TreeObject, model: string): TaskRequest => ({
  operation: 'task',
  task: 'gemini-count-tokens',
  model,
  stream: false,
  body,
  estimate: () => estimate(body),
  extensions: {},
  warnings: [],
});

export function encodeCount({ extensions, warnings }: Response, context: ReplyContext): ClientReply {
  const axonhub = warnings.length > 0 && { axonhub: axonhubExtension(context, warnings, []) };
  return { status: 200, headers: {}, tree: { ...extensions.task, ...axonhub } };
}

const CHARACTERS_PER_TOKEN = 4;
/** What a picture up to 384 pixels, or a tile of a larger one, counts. — Gemini API token counting, seen 2026-11 */
const TOKENS_PER_PICTURE = 258;

/** A rough count for providers that offer none: what the model reads, by its length. */
function estimate(body: TreeObject): TreeObject {
  const asked = objectAt(pick(body, 'generateContentRequest'), 'generateContentRequest');
  const { characters, pictures } = measure({ ...body, ...asked });
  const text = Math.ceil(characters / CHARACTERS_PER_TOKEN);
  const image = pictures * TOKENS_PER_PICTURE;
  return {
    totalTokens: text + image,
    promptTokensDetails: [
      { modality: 'TEXT', tokenCount: text },
      ...(image > 0 ? [{ modality: 'IMAGE', tokenCount: image }] : []),
    ],
  };
}

interface Measure {
  readonly characters: number;
  readonly pictures: number;
}
const NOTHING: Measure = { characters: 0, pictures: 0 };

function measure(tree: Tree | undefined): Measure {
  if (typeof tree === 'string') return { characters: tree.length, pictures: 0 };
  if (tree instanceof SplicedString || typeof tree !== 'object' || tree === null) return NOTHING;
  return Object.entries(tree)
    .map(([name, value]): Measure => {
      if (/^(inline_?data|file_?data)$/i.test(name)) return { characters: 0, pictures: 1 };
      return measure(value as Tree);
    })
    .reduce(
      (sum, each) => ({
        characters: sum.characters + each.characters,
        pictures: sum.pictures + each.pictures,
      }),
      NOTHING,
    );
}
