import type { ImageOrder, ImageWishes, MediaRef, WishFields } from './image.ts';
import type { Payload } from './payload.ts';
import type { TreeObject } from './tree.ts';

/** One piece of a message. `signature` is a provider's opaque mark that must come back unchanged on the next turn. */
export type Part = TextPart | ReasoningPart | MediaPart | ToolCallPart | ToolResultPart;
export interface TextPart {
  readonly type: 'text';
  readonly text: string;
  readonly signature?: string;
}
export interface ReasoningPart {
  readonly type: 'reasoning';
  readonly text: string;
  readonly signature?: string;
}
export interface MediaPart {
  readonly type: 'media';
  readonly media: MediaRef;
  /** How closely a vision model should look: `auto`, `low`, `high`. */
  readonly detail?: string;
  readonly signature?: string;
  /** Of a generated picture: what the provider says it really drew. */
  readonly revisedPrompt?: string;
  /** The client's field this came from, for error messages. */
  readonly field?: string;
}
export interface ToolCallPart {
  readonly type: 'tool-call';
  readonly id: string;
  readonly name: string;
  /** JSON text, kept as the model wrote it. */
  readonly arguments: string;
  readonly signature?: string;
}
export interface ToolResultPart {
  readonly type: 'tool-result';
  readonly id: string;
  readonly parts: readonly Part[];
}

export interface Message {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly parts: readonly Part[];
}

export interface Sampling {
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly frequencyPenalty?: number;
  readonly presencePenalty?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
}

interface RequestBase {
  /** The model as the client named it. */
  readonly model: string;
  readonly stream: boolean;
  /** The client's own end user, passed on where the provider takes one. */
  readonly endUser?: string;
  /**
   * Fields that only one side knows, under the name of the format they came in (`openai-chat`).
   * A provider that speaks that format sends them on; every other one reports each as ignored (all names, all members).
   */
  readonly extensions: { readonly [format: string]: TreeObject };
  /** What the dialect itself had to change or drop while reading the request. */
  readonly warnings: readonly Warning[];
}

export interface ChatRequest extends RequestBase {
  readonly operation: 'chat';
  readonly messages: readonly Message[];
  readonly output: ChatOutput;
  readonly sampling: Sampling;
}

export interface ChatOutput {
  /** A streaming client wants the usage at the end. Providers are asked for it in any case. */
  readonly streamUsage?: boolean;
  readonly maxTokens?: number;
  /** Present when the client wants pictures. */
  readonly image?: ChatImageOutput;
}

export interface ChatImageOutput {
  readonly wishes: ImageWishes;
  readonly fields: WishFields;
  /** False where only pictures are wanted (`modalities: ["image"]`). */
  readonly text: boolean;
  /** Asked through the image_generation tool (M2) rather than through modalities (M1). */
  readonly viaTool: boolean;
  /** With a tool the model may choose not to draw; `required` makes an answer without a picture an error. */
  readonly required: boolean;
  readonly mask?: MediaRef;
  /** Which image model should draw, where a text model is asked (`image_generation.model`). */
  readonly model?: string;
}

export interface ImageRequest extends RequestBase {
  readonly operation: 'image';
  readonly task: 'generate' | 'edit' | 'variation';
  readonly prompt: string;
  readonly inputs: readonly MediaRef[];
  readonly mask?: MediaRef;
  readonly wishes: ImageWishes;
  readonly fields: WishFields;
}

export type Request = ChatRequest | ImageRequest;

/** Anything the gateway changed, emulated or left out of what the client asked. */
export interface Warning {
  /** `ignored`: had no effect · `adjusted`: another value was used · `emulated`: the gateway did it itself · `hinted`: only asked for in the prompt. */
  readonly kind: 'ignored' | 'adjusted' | 'emulated' | 'hinted';
  /** The client's own name of the parameter. */
  readonly field: string;
  /** One sentence for a person. */
  readonly detail: string;
}

/**
 * A chat call ready for a provider: media parts are inline (or URLs where the provider takes them), and `order` says
 * what pictures to ask for (present exactly when `request.output.image` is and the target draws inside its chat operation).
 */
export interface ChatJob {
  readonly operation: 'chat';
  readonly request: ChatRequest;
  readonly order?: ImageOrder;
  /** The mask, where the model takes one natively: PNG whose alpha 0 marks what to repaint. */
  readonly mask?: Payload;
  /** Ask the upstream for a stream. */
  readonly stream: boolean;
}

/** An image call ready for a provider: inputs fetched and in a format the model takes, prompt with its hints. */
export interface ImageJob {
  readonly operation: 'image';
  readonly request: ImageRequest;
  readonly prompt: string;
  /** Pictures to edit or to look at, each with its real media type. Empty for generation. */
  readonly inputs: readonly SniffedImage[];
  /** Only where the model takes a mask natively: PNG, same pixels as the first input, alpha 0 = repaint. */
  readonly mask?: Payload;
  readonly order: ImageOrder;
  readonly stream: boolean;
}

export interface SniffedImage {
  readonly payload: Payload;
  /** From the bytes themselves, as `image/png`. */
  readonly mediaType: string;
}

export type Job = ChatJob | ImageJob;
