import type { ImageShape, ReplyContext } from '../../src/contract/dialect.ts';
import type { KeptImage } from '../../src/contract/image.ts';
import { BytesPayload } from '../../src/contract/payload.ts';
import type { ChatRequest, ImageRequest, MediaPart, Request } from '../../src/contract/request.ts';
import type { StreamEvent } from '../../src/contract/response.ts';
import type { Tree, TreeObject } from '../../src/contract/tree.ts';
import { writeJson } from '../../src/wire/json-write.ts';

/** A finished picture whose bytes spell its name. */
export function keptPart(name: string, image: Partial<KeptImage> = {}): MediaPart {
  const kept: KeptImage = {
    id: `img_${name}`,
    payload: new BytesPayload(Buffer.from(name)),
    mediaType: 'image/png',
    width: 64,
    height: 48,
    hasAlpha: false,
    url: `http://gateway/${name}`,
    urlExpires: 1_800_000_000,
    ...image,
  };
  return { type: 'media', media: { from: 'kept', image: kept } };
}

/** The data URL under which a client finds `keptPart(name)`. */
export const dataUrl = (name: string): string =>
  `data:image/png;base64,${Buffer.from(name).toString('base64')}`;

export const DEFAULT_SHAPE: ImageShape = { kind: 'both', groupStreamed: false, toolCalls: true };

export function chatContext(
  shape: Partial<ImageShape> = {},
  request: Partial<ChatRequest> = {},
): ReplyContext {
  const chat: ChatRequest = {
    operation: 'chat',
    model: 'a-model',
    messages: [],
    stream: false,
    output: {},
    sampling: {},
    extensions: {},
    warnings: [],
    ...request,
  };
  return contextOf(chat, { ...DEFAULT_SHAPE, ...shape });
}

/** Asked through the image_generation tool. */
export const viaTool: Partial<ChatRequest> = {
  output: {
    streamUsage: true,
    image: { wishes: {}, fields: {}, text: true, viaTool: true, required: true },
  },
};

export function imageContext(request: Partial<ImageRequest> = {}): ReplyContext {
  const image: ImageRequest = {
    operation: 'image',
    task: 'generate',
    model: 'a-model',
    prompt: 'A kite',
    inputs: [],
    wishes: {},
    fields: {},
    stream: true,
    extensions: {},
    warnings: [],
    ...request,
  };
  return contextOf(image, DEFAULT_SHAPE);
}

const contextOf = (request: Request, shape: ImageShape): ReplyContext => ({
  requestId: 'req_1',
  request,
  created: 1_795_400_000,
  shape,
});

/** What a client parses out of a tree. */
export async function parsed<T = TreeObject>(tree: Tree): Promise<T> {
  const body = writeJson(tree);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.chunks()) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString()) as T;
}

/** The events of one picture, with a preview before it where one is wanted. */
export const pictureEvents = (index: number, name: string, preview?: number): StreamEvent[] => [
  { type: 'part-start', index, kind: 'media' },
  ...(preview === undefined
    ? []
    : [
        {
          type: 'media-partial' as const,
          index,
          preview,
          part: {
            type: 'media' as const,
            media: {
              from: 'inline' as const,
              payload: new BytesPayload(Buffer.from(`preview of ${name}`)),
              declared: 'image/png',
            },
          },
        },
      ]),
  { type: 'media-end', index, part: keptPart(name) },
  { type: 'part-end', index },
];

export const textEvents = (index: number, ...pieces: readonly string[]): StreamEvent[] => [
  { type: 'part-start', index, kind: 'text' },
  ...pieces.map((text): StreamEvent => ({ type: 'text-delta', index, text })),
  { type: 'part-end', index },
];

export const START: StreamEvent = { type: 'response-start', id: 'up_1', model: 'upstream-model' };
export const END: StreamEvent = {
  type: 'response-end',
  finish: 'stop',
  usage: { inputTokens: 3, outputTokens: 5 },
};
