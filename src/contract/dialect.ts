import type { GatewayError } from './error.ts';
import type { Fold } from './fold.ts';
import type { Payload } from './payload.ts';
import type { Request } from './request.ts';
import type { Response, StreamEvent, Usage } from './response.ts';
import type { Tree, TreeObject } from './tree.ts';

/** One client wire format. Pure: no I/O, no clock but what is passed in. */
export interface Dialect {
  readonly id: string;
  readonly routes: readonly Route[];
  /** Its own names of parameters that shared code and providers call as chat completions do, for warnings. */
  nameOf?(field: string): string;
  /** Present where the format has a list of models in its own shape. */
  readonly models?: ModelLists;
  encodeError(error: GatewayError, requestId: string): ClientReply;
}

export interface Route {
  readonly method: 'POST';
  /** Paths that lead here, with `:name` parameters; a last `*` takes all that follows, slashes too. */
  readonly paths: readonly string[];
  readonly accepts: readonly ('json' | 'form')[];
  /** Throws GatewayError `invalid_request` naming the field. */
  decode(query: Query): Request;
  encode(response: Response, context: ReplyContext): ClientReply;
  encodeStream(context: ReplyContext): Fold<StreamEvent, Frame>;
  /** How a stream goes over the wire, by the request's URL (path with its query). Default `sse`. */
  framing?(url: string): Framing;
  /** Present where requests can go on to an upstream of the same format. */
  readonly relay?: RelayRules;
  /** Present where clients continue conversations that the gateway keeps. */
  readonly conversation?: ConversationRules;
}

/** How clients of a format refer to what was said before. All items are in the format's own form. */
export interface ConversationRules {
  /** What of earlier turns the request cannot be decoded without. */
  recalls(body: Query['body']): Recall;
  /** What to keep of an answered request; undefined where the client wants nothing kept. */
  keep(response: Response, context: ReplyContext): Turn | undefined;
  /** What was said in a turn, by both sides, in order. */
  itemsOf(turn: Turn): readonly Tree[];
}

export interface Recall {
  /** Id of the turn that the request continues, and the field that names it. */
  readonly previous?: string;
  readonly field?: string;
  /** Single items that the request names, each with the turn it was said in. */
  readonly items: readonly { readonly id: string; readonly turn: string }[];
}

export interface Recalled {
  /** All earlier turns of the conversation, oldest first. */
  readonly history: readonly Tree[];
  /** By id; what is not kept is missing. */
  readonly items: ReadonlyMap<string, Tree>;
}

/** One question and its answer. */
export interface Turn {
  readonly id: string;
  /** Id of the turn it continues. */
  readonly previous?: string;
  /** What the client said in this turn alone. */
  readonly input: readonly Tree[];
  /** The whole answer. */
  readonly body: TreeObject;
}

/** `sse`: server-sent events · `json-array`: one JSON array that grows by an element with every frame. */
export type Framing = 'sse' | 'json-array';

/** How a format lists the models that a key can call. */
export interface ModelLists {
  /** Where the list is; a single model stands below, under its id. */
  readonly paths: readonly string[];
  /** Whether a request to `/v1/models`, which formats share, comes from a client of this one. */
  recognises(headers: Query['headers']): boolean;
  list(models: readonly ListedModel[]): Tree;
  one(model: ListedModel): Tree;
}

/** One entry of `GET /v1/models`, in OpenAI's shape with what OpenRouter's clients read beside it. */
export interface ListedModel {
  readonly id: string;
  readonly object: 'model';
  readonly created: number;
  readonly owned_by: string;
  readonly description?: string;
  readonly architecture: {
    readonly input_modalities: readonly string[];
    readonly output_modalities: readonly string[];
  };
}

/**
 * What it takes to pass a request on to an upstream of the same format, bytes as they come, without losing sight of usage,
 * errors and a missing end.
 */
export interface RelayRules {
  /** False where the request needs what only the gateway has. Default true. */
  allows?(body: TreeObject): boolean;
  /** Headers of the client that are part of the format and go on with the body. */
  headers?(client: Query['headers']): { readonly [name: string]: string };
  /** The client's body for the upstream: the model's upstream name in it, streaming usage switched on. */
  patch(body: TreeObject, model: string): TreeObject;
  /** Usage of a whole answer. Throws GatewayError when a 200 carries a failure. */
  observeReply(tree: Tree): Usage | undefined;
  /** Watches a stream's frames as they pass. */
  observeStream(): RelayObserver;
  /**
   * Finds the events that the observer has to see, in their text; all others pass without being read. With the flag `g`. Matching
   * too much costs time, too little costs usage or a failure that goes unseen. Absent: it sees all.
   */
  readonly matters?: RegExp;
  /**
   * Which frames of a stream the gateway alone asked for, by what the client sent; they do not reach it. They must be among those
   * that matter.
   */
  hides?(body: TreeObject): ((frame: Frame) => boolean) | undefined;
}

export interface RelayObserver {
  /** Throws GatewayError when the frame is a failure and nothing has been said before it. */
  push(frame: Frame): void;
  readonly usage: Usage | undefined;
  /** The terminal event has come. */
  readonly ended: boolean;
}

/** A client's request as it came over the wire. */
export interface Query {
  readonly path: string;
  readonly params: { readonly [name: string]: string };
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly body:
    | { readonly kind: 'json'; readonly tree: Tree }
    | { readonly kind: 'form'; readonly entries: readonly FormEntry[] };
  /** What the route's conversation rules asked for. */
  readonly recalled?: Recalled;
}

export type FormEntry =
  | { readonly name: string; readonly value: string }
  | {
      readonly name: string;
      readonly payload: Payload;
      readonly fileName: string;
      readonly mediaType?: string;
    };

/** What an encoder may know about the exchange besides the answer. */
export interface ReplyContext {
  readonly requestId: string;
  readonly request: Request;
  /** Unix seconds. */
  readonly created: number;
  /** How this client wants pictures to stand in chat answers. */
  readonly shape: ImageShape;
}

export interface ImageShape {
  /** Where pictures stand: content parts, `message.images`, both, or markdown in a string. */
  readonly kind: 'content' | 'images' | 'both' | 'markdown';
  /** Hold pictures back and send all of them in one chunk (clients whose accumulators keep only the last). */
  readonly groupStreamed: boolean;
  /** The client accepts `tool_calls` entries of the type `image_generation`. */
  readonly toolCalls: boolean;
}

export interface ClientReply {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly tree: Tree;
}

/** One server-sent event. `done` is the literal `[DONE]` line. */
export type Frame = { readonly event?: string; readonly data: Tree } | { readonly done: true };
