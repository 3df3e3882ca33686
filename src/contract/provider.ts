import type { ModelCard } from './capability.ts';
import type { Frame } from './dialect.ts';
import type { GatewayError } from './error.ts';
import type { Fold } from './fold.ts';
import type { Payload } from './payload.ts';
import type { ChatJob, ImageJob, Job, TaskJob, TaskName, Warning } from './request.ts';
import type { Response, StreamEvent } from './response.ts';
import type { Tree } from './tree.ts';

/** One kind of upstream. */
export interface Provider {
  readonly id: string;
  readonly title: string;
  /** Where its API is documented. */
  readonly docs: string;
  /** Default base URL, version suffix included. */
  readonly baseUrl: string;
  /** Environment variable whose presence makes a channel by itself. */
  readonly envKey?: string;
  /** Model ids outside the catalogue that a channel without a model list tries all the same. */
  readonly accepts?: RegExp;
  /** Chat takes pictures by http(s) URL; otherwise the gateway fetches them. */
  readonly takesUrls?: boolean;
  readonly chat?: Operation<ChatJob>;
  readonly image?: Operation<ImageJob>;
  readonly tasks?: { readonly [task in TaskName]?: Exchange<TaskJob> };
  /** Client formats the upstream takes as they are, by dialect id: where such a request goes. Allows relaying. */
  readonly speaks?: { readonly [dialect: string]: (target: Target, stream: boolean) => string };
  /** Headers that carry the credential. */
  authorize(secret: string): { readonly [name: string]: string };
  /** The upstream's failure in our words. Called for every status ≥ 400; must not throw. */
  decodeError(reply: Reply): GatewayError;
  /** Default catalogue, newest first. */
  readonly models: readonly ModelCard[];
  /** What is known about an upstream model id, by exact id or family; the last resort is the provider's safest card. */
  card(model: string): ModelCard;
}

export type Operation<J extends Job> = Exchange<J> | Procedure<J>;

/** One call, one answer: pure functions, nine in ten operations. */
export interface Exchange<J extends Job> {
  readonly kind: 'exchange';
  encode(job: J, target: Target): Encoded;
  /** Throws GatewayError `content_policy`, `no_image` or `upstream_error` when a 200 is a refusal or a failure. */
  decode(reply: Reply, job: J, target: Target): Response;
  /** Present when the operation can be streamed. `end()` throws when the terminal event is missing. */
  decodeStream?(job: J, target: Target): Fold<Frame, StreamEvent>;
}

/** Submit, poll, download; or no network at all. */
export interface Procedure<J extends Job> {
  readonly kind: 'procedure';
  run(job: J, target: Target, io: ProcedureIo): Promise<Response>;
  /** Present when the operation can be streamed. */
  stream?(job: J, target: Target, io: ProcedureIo): AsyncIterable<StreamEvent>;
}

export interface ProcedureIo {
  send(call: Call): Promise<Reply>;
  /** Fetches a result the provider names by URL, through the guard. */
  download(url: string): Promise<Payload>;
  wait(ms: number): Promise<void>;
  /** Draws an SVG, for providers without a network. */
  render(svg: string, options: RenderOptions): Promise<Payload>;
  readonly signal: AbortSignal;
}

export interface RenderOptions {
  readonly format: 'png' | 'jpeg' | 'webp';
  /** 1–100. */
  readonly quality?: number;
  /** Picture to draw upon, scaled to the SVG's size. */
  readonly under?: Payload;
  /** Draw only where this mask's alpha is 0. */
  readonly mask?: Payload;
}

/** The channel and model a job goes to. */
export interface Target {
  readonly channel: string;
  /** Base URL without a trailing slash. */
  readonly baseUrl: string;
  /** The model as the upstream names it. */
  readonly model: string;
  readonly card: ModelCard;
}

export interface Encoded {
  readonly call: Call;
  /** Everything of the job that this call does not carry. */
  readonly warnings: readonly Warning[];
}

export interface Call {
  readonly method: 'GET' | 'POST';
  /** Appended to the base URL, or a whole URL of the same provider. */
  readonly path: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?:
    | { readonly kind: 'json'; readonly tree: Tree }
    | { readonly kind: 'form'; readonly entries: readonly CallEntry[] };
}

export type CallEntry =
  | { readonly name: string; readonly value: string }
  | {
      readonly name: string;
      readonly payload: Payload;
      readonly fileName: string;
      readonly mediaType: string;
    };

export interface Reply {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  /** Parsed JSON; null when the body was empty or no JSON (then `text` has its beginning). */
  readonly tree: Tree;
  readonly text?: string;
}
