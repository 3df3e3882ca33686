import type { ImageOrder } from '../../src/contract/image.ts';
import { BytesPayload } from '../../src/contract/payload.ts';
import type {
  ChatImageOutput,
  ChatJob,
  ChatRequest,
  ImageJob,
  MediaPart,
  Message,
  Part,
  SniffedImage,
} from '../../src/contract/request.ts';
import { imageType } from '../../src/lib/image-type.ts';

export interface ImageJobOptions {
  readonly model?: string;
  readonly prompt?: string;
  readonly order?: ImageOrder;
  readonly inputs?: readonly Buffer[];
  readonly mask?: Buffer;
  readonly stream?: boolean;
  readonly request?: Partial<ImageJob['request']>;
}

/** An image job as the pipeline would hand it to a provider. */
export function imageJob(options: ImageJobOptions = {}): ImageJob {
  const { model = 'test-model', prompt = 'A red kite', order = { count: 1 }, stream = false } = options;
  const inputs = (options.inputs ?? []).map(sniffed);
  const base = { model, prompt, stream, inputs: [], wishes: {}, fields: {}, extensions: {}, warnings: [] };
  const task = inputs.length > 0 ? 'edit' : 'generate';
  return {
    operation: 'image',
    request: { operation: 'image', task, ...base, ...options.request },
    prompt,
    inputs,
    ...(options.mask && { mask: new BytesPayload(options.mask) }),
    order,
    stream,
  };
}

export interface ChatJobOptions {
  readonly model?: string;
  /** The user's only turn, unless `messages` are given. */
  readonly prompt?: string;
  readonly pictures?: readonly Buffer[];
  readonly messages?: readonly Message[];
  /** Asks for a picture. */
  readonly order?: ImageOrder;
  readonly image?: Partial<ChatImageOutput>;
  readonly mask?: Buffer;
  readonly stream?: boolean;
  readonly request?: Partial<ChatRequest>;
}

/** A chat job as the pipeline would hand it to a provider. */
export function chatJob(options: ChatJobOptions = {}): ChatJob {
  const { model = 'test-model', prompt = 'Hello', stream = false, order } = options;
  const pictures = (options.pictures ?? []).map(picturePart);
  const messages = options.messages ?? [userTurn({ type: 'text', text: prompt }, ...pictures)];
  const image = { wishes: {}, fields: {}, text: true, viaTool: false, required: true, ...options.image };
  return {
    operation: 'chat',
    request: {
      operation: 'chat',
      model,
      stream,
      messages,
      output: order ? { image } : {},
      sampling: {},
      extensions: {},
      warnings: [],
      ...options.request,
    },
    ...(order && { order }),
    ...(options.mask && { mask: new BytesPayload(options.mask) }),
    stream,
  };
}

export const userTurn = (...parts: Part[]): Message => ({ role: 'user', parts });

export const picturePart = (picture: Buffer): MediaPart => ({
  type: 'media',
  media: { from: 'inline', payload: new BytesPayload(picture) },
});

const sniffed = (picture: Buffer): SniffedImage => ({
  payload: new BytesPayload(picture),
  mediaType: imageType(picture) ?? 'application/octet-stream',
});
