import type { ImageOrder, ImageWishes, MediaRef, WishFields } from './image.ts';
import type { Payload } from './payload.ts';
import type { Tree, TreeObject } from './tree.ts';

/** One piece of a message. */
export type Part =
  | TextPart
  | ReasoningPart
  | MediaPart
  | FilePart
  | SoundPart
  | ToolCallPart
  | ToolResultPart;

interface Marked {
  /** A provider's opaque mark that must come back unchanged on the next turn. */
  readonly signature?: string;
  /** "Cache the prompt up to here", as Anthropic spells it: `{type:'ephemeral', ttl?}`. */
  readonly cache?: TreeObject;
}
export interface TextPart extends Marked {
  readonly type: 'text';
  readonly text: string;
  /** Where the words come from (web search and the like), in the format they came in; only that format shows them. */
  readonly citations?: Tree;
  /** The model says no: formats that have a place of its own for that show it there. */
  readonly refusal?: boolean;
}
export interface ReasoningPart extends Marked {
  readonly type: 'reasoning';
  /** What may be shown: the thinking itself or a summary. Empty where the provider hides it. */
  readonly text: string;
  /** The provider's id of the item (`rs_…`), where it has one. */
  readonly id?: string;
  /** The thinking is hidden: `signature` holds it encrypted. */
  readonly redacted?: boolean;
  /** The entries of `reasoning_details` it was read from; only upstreams that know these look at them. */
  readonly details?: readonly TreeObject[];
}
export interface MediaPart extends Marked {
  readonly type: 'media';
  readonly media: MediaRef;
  /** How closely a vision model should look: `auto`, `low`, `high`. */
  readonly detail?: string;
  /** Of a generated picture: what the provider says it really drew. */
  readonly revisedPrompt?: string;
  /** The client's field this came from, for error messages. */
  readonly field?: string;
}
/** A document or sound in the question. Pictures are media parts. */
export interface FilePart extends Marked {
  readonly type: 'file';
  readonly media: MediaRef;
  /** As the client declared it: `application/pdf`, `audio/wav`. */
  readonly mediaType: string;
  readonly name?: string;
  readonly field?: string;
}
/** What a model spoke. Only answers have it, and only those whose client asked to hear them. */
export interface SoundPart extends Marked {
  readonly type: 'sound';
  /** In the order they came; together they are one file or, as samples, one recording. */
  readonly pieces: readonly Payload[];
  /** `SPEECH`, `audio/wav`, `audio/mpeg` and the like. */
  readonly mediaType: string;
  /** The words, where the provider wrote them down. */
  readonly transcript: string;
  /** The provider's id of the recording, by which it can be named in later turns. */
  readonly id?: string;
  /** Unix seconds until which that id works. */
  readonly expires?: number;
}
export interface ToolCallPart extends Marked {
  readonly type: 'tool-call';
  readonly id: string;
  readonly name: string;
  /** JSON text, kept as the model wrote it. */
  readonly arguments: string;
}
export interface ToolResultPart extends Marked {
  readonly type: 'tool-result';
  /** Of the call it answers. */
  readonly id: string;
  /** The tool's name, where the format says it. */
  readonly name?: string;
  readonly parts: readonly Part[];
  readonly failed?: boolean;
}

/** Something the model may call. */
export interface FunctionTool {
  readonly type: 'function';
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments. */
  readonly parameters?: Tree;
  readonly strict?: boolean;
  readonly cache?: TreeObject;
}
/** A tool that one format's providers run themselves (web search, code): sent on in that format, reported as ignored elsewhere. */
export interface NativeTool {
  readonly type: 'native';
  /** Id of the dialect it came in. */
  readonly format: string;
  readonly name: string;
  readonly tree: TreeObject;
}
export type Tool = FunctionTool | NativeTool;

export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

/** How much the model should think before it answers. */
export interface ReasoningWish {
  readonly effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max';
  /** Most tokens of thinking. */
  readonly budgetTokens?: number;
  /** False: thinking is not to be shown (it may still happen). */
  readonly show?: boolean;
}

/** The form the text of the answer must have. */
export type TextFormat =
  | { readonly kind: 'json-object' }
  | {
      readonly kind: 'json-schema';
      readonly name: string;
      readonly schema: Tree;
      readonly description?: string;
      /** The answer must keep to the schema; `where-possible`: of clients' formats that always promise it. */
      readonly strict?: boolean | 'where-possible';
    };

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
   * `client` is between a dialect's decoder and its encoder: no provider looks at it.
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
  readonly tools?: readonly Tool[];
  readonly toolChoice?: ToolChoice;
  /** False: at most one tool call per answer. */
  readonly parallelToolCalls?: boolean;
  readonly reasoning?: ReasoningWish;
}

export interface ChatOutput {
  /** A streaming client wants the usage at the end. Providers are asked for it in any case. */
  readonly streamUsage?: boolean;
  readonly maxTokens?: number;
  readonly format?: TextFormat;
  /** How many answers in words are wanted, where more than one. */
  readonly choices?: number;
  /** Present when the client wants pictures. */
  readonly image?: ChatImageOutput;
  /** Present when the client wants to hear the answer. */
  readonly sound?: SoundWish;
  /** The client said that it wants words and nothing else (`modalities: ["text"]`). */
  readonly wordsOnly?: boolean;
}

export interface SoundWish {
  /** The client's own word; every provider has voices of its own. */
  readonly voice?: string;
  /** Absent: samples, as models speak. */
  readonly format?: SoundFormat;
  /** False where only sound is wanted. */
  readonly text: boolean;
}
/** `pcm16`: samples, 24,000 a second. */
export type SoundFormat = 'wav' | 'mp3' | 'flac' | 'opus' | 'aac' | 'pcm16';

export interface ChatImageOutput {
  readonly wishes: ImageWishes;
  readonly fields: WishFields;
  /** False where only pictures are wanted (`modalities: ["image"]`): the pipeline then leaves the model's words out. */
  readonly text: boolean;
  /** Asked through the image_generation tool (M2) rather than through modalities (M1). */
  readonly viaTool: boolean;
  /** With a tool the model may choose not to draw; `required` makes an answer without a picture an error. */
  readonly required: boolean;
  readonly mask?: MediaRef;
  /** Which image model should draw, where a text model is asked (`image_generation.model`). */
  readonly model?: string;
  /** The tool is there but may not be used (`tool_choice: "none"`): only models that can do nothing else draw. */
  readonly declined?: boolean;
  /** Paths of parameters nobody knows: told as warnings, refused in strict mode. */
  readonly unknown?: readonly string[];
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

/**
 * A one-shot operation without a unified form: the body travels in the format named, providers that have the task in another
 * format convert it (`Provider.tasks`). The answer's body is `Response.extensions.task`.
 */
export interface TaskRequest extends RequestBase {
  readonly operation: 'task';
  readonly task: TaskName;
  readonly body: TreeObject;
  /** What to answer, with a warning, where the target's provider lacks the task; absent: that is an error. */
  readonly estimate?: () => TreeObject;
}
/** Embeddings and moderations in OpenAI's format, rerank in Cohere's and Jina's, token counts in the format of the two that have them. */
export type TaskName =
  | 'embeddings'
  | 'rerank'
  | 'moderations'
  | 'anthropic-count-tokens'
  | 'gemini-count-tokens';

export type Request = ChatRequest | ImageRequest | TaskRequest;

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

export interface TaskJob {
  readonly operation: 'task';
  readonly request: TaskRequest;
  readonly stream: false;
}

export type Job = ChatJob | ImageJob | TaskJob;
