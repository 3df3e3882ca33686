import type { Answer } from './house.ts';
import type { ChatWarning, Extension, ImageEntry, ImageToolCall } from './read-chat.ts';
import { fromDataUrl } from './read-chat.ts';

export interface Delta {
  readonly role?: string;
  readonly content?: string | readonly ImageEntry[];
  readonly images?: readonly ImageEntry[];
  readonly image_previews?: readonly ImageEntry[];
  readonly tool_calls?: readonly ImageToolCall[];
  readonly reasoning_content?: string;
  readonly reasoning_details?: unknown;
}
export interface Chunk {
  readonly id: string;
  readonly object: string;
  readonly choices: readonly {
    readonly index: number;
    readonly delta: Delta;
    readonly finish_reason: string | null;
  }[];
  readonly usage?: object;
  readonly axonhub?: Extension;
  readonly error?: { readonly code: string; readonly message: string };
}

export interface ServerEvent {
  readonly event?: string;
  readonly data: string;
}

/** The events of a stream; comments are left out. */
export function readEvents({ text }: Pick<Answer, 'text'>): ServerEvent[] {
  return text
    .split('\n\n')
    .map((block) => block.split('\n').filter((line) => line !== '' && !line.startsWith(':')))
    .filter((lines) => lines.length > 0)
    .map((lines) => {
      const of = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const event = of('event');
      return { ...(event !== undefined && { event }), data: of('data') ?? '' };
    });
}

/** The chunks of a chat stream, which must end with `[DONE]`. */
export function readChunks(answer: Answer): Chunk[] {
  if (answer.status !== 200) throw new Error(`status ${answer.status}: ${answer.text.slice(0, 1000)}`);
  const events = readEvents(answer);
  const last = events.pop();
  if (last?.data !== '[DONE]') throw new Error(`the stream ends with ${last?.data.slice(0, 200)}`);
  return events.map(({ data }) => JSON.parse(data) as Chunk);
}

/** What each chunk carries, in order: `role`, `content`, `images`, …, `finish`, `usage`. Repetitions count once. */
export function chunkKinds(chunks: readonly Chunk[]): string[] {
  const kinds = chunks.map(({ choices: [choice], usage }) => {
    if (!choice) return usage ? 'usage' : 'nothing';
    if (choice.finish_reason) return 'finish';
    return Object.keys(choice.delta)
      .filter((name) => name !== 'content' || choice.delta.content !== '')
      .join('+');
  });
  return kinds.filter((kind, at) => kind !== kinds[at - 1]);
}

const deltas = (chunks: readonly Chunk[]): Delta[] =>
  chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta));

const pictures = (entries: readonly ImageEntry[]): Buffer[] =>
  entries.map(({ image_url }) => fromDataUrl(image_url.url));

export const streamedPictures = (chunks: readonly Chunk[]): Buffer[] =>
  pictures(deltas(chunks).flatMap(({ images = [] }) => images));

export const streamedPreviews = (chunks: readonly Chunk[]): Buffer[] =>
  pictures(deltas(chunks).flatMap(({ image_previews = [] }) => image_previews));

export const streamedText = (chunks: readonly Chunk[]): string =>
  deltas(chunks)
    .map(({ content }) => (typeof content === 'string' ? content : ''))
    .join('');

export const streamedWarnings = (chunks: readonly Chunk[]): readonly ChatWarning[] =>
  chunks.flatMap(({ axonhub }) => axonhub?.warnings ?? []);
