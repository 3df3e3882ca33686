import type { Answer } from './house.ts';

export interface ImageUrl {
  readonly url: string;
}
export interface ContentPart {
  readonly type: string;
  readonly text?: string;
  readonly image_url?: ImageUrl;
}
export interface ImageEntry {
  readonly type: string;
  readonly image_url: ImageUrl;
  readonly index?: number;
  readonly partial_image_index?: number;
}
export interface ImageToolCall {
  readonly index: number;
  readonly id: string;
  readonly type: string;
  readonly image_generation: {
    readonly status: string;
    readonly image_index: number;
    readonly image_id: string;
    readonly image_url: ImageUrl;
    readonly output_format: string;
    readonly size: string;
  };
}
export interface ChatMessage {
  readonly role: string;
  readonly content: string | readonly ContentPart[] | null;
  readonly images?: readonly ImageEntry[];
  readonly tool_calls?: readonly ImageToolCall[];
  readonly reasoning_details?: unknown;
}
export interface ChatWarning {
  readonly kind: string;
  readonly field: string;
  readonly detail: string;
}
export interface Extension {
  readonly request_id: string;
  readonly warnings: readonly ChatWarning[];
  readonly images?: readonly {
    readonly id: string;
    readonly url: string;
    readonly url_expires: number;
    readonly media_type: string;
    readonly width: number;
    readonly height: number;
  }[];
}
export interface Chat {
  readonly id: string;
  readonly object: string;
  readonly model: string;
  readonly choices: readonly {
    readonly index: number;
    readonly message: ChatMessage;
    readonly finish_reason: string;
  }[];
  readonly usage?: { readonly total_tokens: number };
  readonly axonhub: Extension;
}

/** The body of a successful `chat.completion`. Throws with what came instead. */
export function readChat(answer: Answer): Chat & { readonly message: ChatMessage } {
  if (answer.status !== 200) throw new Error(`status ${answer.status}: ${answer.text.slice(0, 1000)}`);
  const chat = JSON.parse(answer.text) as Chat;
  const [choice] = chat.choices;
  if (!choice) throw new Error('no choice in the answer');
  return { ...chat, message: choice.message };
}

/** The picture of a data URL. */
export function fromDataUrl(url: string): Buffer {
  const match = /^data:image\/(png|jpeg|webp);base64,([A-Za-z0-9+/]+={0,2})$/.exec(url);
  if (!match?.[2]) throw new Error(`no picture as a data URL: ${url.slice(0, 80)}`);
  return Buffer.from(match[2], 'base64');
}

export const toDataUrl = (picture: Buffer, type = 'image/png'): string =>
  `data:${type};base64,${picture.toString('base64')}`;

/** The pictures among the content parts, as the mission's programs find them. */
export const contentPictures = ({ content }: ChatMessage): Buffer[] =>
  (Array.isArray(content) ? (content as readonly ContentPart[]) : []).flatMap((part) =>
    part.type === 'image_url' && part.image_url ? [fromDataUrl(part.image_url.url)] : [],
  );

export const listedPictures = ({ images = [] }: ChatMessage): Buffer[] =>
  images.map(({ image_url }) => fromDataUrl(image_url.url));

/** The only picture of an answer, which must stand in both places. */
export function onlyPicture(message: ChatMessage): Buffer {
  const [picture, ...more] = contentPictures(message);
  const [listed] = listedPictures(message);
  if (!picture || more.length > 0) throw new Error(`${more.length + (picture ? 1 : 0)} pictures in content`);
  if (!listed?.equals(picture)) throw new Error('message.images holds another picture than content');
  return picture;
}

/** The words of an answer. */
export const wordsOf = ({ content }: ChatMessage): string =>
  typeof content === 'string'
    ? content
    : ((content ?? []) as readonly ContentPart[]).map(({ text = '' }) => text).join('');

/** The first warning about this parameter of the image_generation tool. */
export const warningAbout = (
  { axonhub }: { readonly axonhub: Extension },
  parameter: string,
): ChatWarning | undefined =>
  axonhub.warnings.find(({ field }) => field === parameter || field.includes(`.${parameter}`));
