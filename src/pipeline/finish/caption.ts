import type { ImageWishes } from '../../contract/image.ts';
import type { ChatRequest, Request } from '../../contract/request.ts';
import { clip } from '../../lib/clip.ts';

/** What a picture's row tells of how it came to be. */
export interface Caption {
  readonly prompt: string;
  readonly parameters: { readonly [name: string]: unknown };
}

const MOST_BYTES = 4_000;

/** What was asked for when a picture came: the prompt, or what was said last, and the wishes. */
export function captionOf(request: Request): Caption | undefined {
  if (request.operation === 'image') {
    const { prompt, wishes, task, inputs, mask } = request;
    const facts = { task, ...(inputs.length > 0 && { inputs: inputs.length }), ...(mask && { mask: true }) };
    return { prompt: clip(prompt, MOST_BYTES), parameters: { ...facts, ...plain(wishes) } };
  }
  if (request.operation !== 'chat') return undefined;
  return {
    prompt: clip(lastSaid(request), MOST_BYTES),
    parameters: plain(request.output.image?.wishes ?? {}),
  };
}

/** The text of the user's last message. */
export function lastSaid({ messages }: ChatRequest): string {
  const parts = messages.findLast(({ role }) => role === 'user')?.parts ?? [];
  return parts.flatMap((part) => (part.type === 'text' ? part.text : [])).join('\n');
}

/** Sizes as people write them. */
const plain = ({ size, ...rest }: ImageWishes): { readonly [name: string]: unknown } => ({
  ...rest,
  ...(size !== undefined && { size: size === 'auto' ? size : `${size.width}x${size.height}` }),
});
