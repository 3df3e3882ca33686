import type { ModelCard } from './capability.ts';
import type { Frame } from './dialect.ts';
import type { GatewayError } from './error.ts';
import type { Fold } from './fold.ts';
import type { Payload } from './payload.ts';
import type { ChatJob, ImageJob, Job, TaskJob, TaskName, Warning } from './request.ts';
import type { Response, StreamEvent } from './response.ts';
import type { Tree, TreeObject } from './tree.ts';

/** One kind of upstream. */
export interface Provider {
  readonly id: string;
  readonly title: string;
  /** How OpenTelemetry's conventions call it (`gen_ai.provider.name`); default: its id. */
  readonly telemetryName?: string;
  /** Where its API is documented. */
  readonly docs: string;
  /** Default base URL, version suffix included. One with `{names}` in it only shows what a channel must give. */
  readonly baseUrl: string;
  /** What its channels say beyond URL, key and models; refused where absent. Nobody but the provider looks inside. */
  readonly settings?: SettingsSchema;
  /** The base URL that follows from a channel's settings, such as a region's. */
  baseUrlFor?(settings: unknown): string | undefined;
  /** Environment variable whose presence makes a channel by itself. */
  readonly envKey?: string;
  /** No channel can do without a key. Default: those with an `envKey` need one unless they name their own base URL. */
  readonly needsKey?: boolean;
  /** What keys of this provider look like, where that tells them from others'. */
  readonly keys?: RegExp;
  /** Absent: the provider cannot be asked which models it has. */
  readonly listModels?: ModelListing;
  /** Model ids outside the catalogue that a channel without a model list tries all the same. */
  readonly accepts?: RegExp;
  /** Chat takes pictures by http(s) URL; otherwise the gateway fetches them. */
  readonly takesUrls?: boolean;
  readonly chat?: Operation<ChatJob>;
  readonly image?: Operation<ImageJob>;
  readonly tasks?: { readonly [task in TaskName]?: Exchange<TaskJob> };
  /** Client formats the upstream takes as they are, by dialect id: where such a request goes. Allows relaying. */
  readonly speaks?: { readonly [dialect: string]: (target: Target, stream: boolean) => string };
  /** The client format, by dialect id, that the target's signatures come from where it only hosts the model and does not speak the format. */
  signs?(target: Target): string;
  /** Last changes to a relayed body, by dialect id: members that this upstream knows by another name. */
  readonly adapt?: { readonly [dialect: string]: (body: TreeObject, target: Target) => TreeObject };
  /**
   * Hosts the provider serves one account from, as `*.example.ai`: a call may name a whole URL there and the credentials go along,
   * as long as the channel's base URL is on one of them too. Without it: the base URL's origin alone.
   */
  readonly hosts?: readonly string[];
  /** Headers that carry the credential: fixed ones, a token fetched for it, or a signature of the request. */
  authorize(
    secret: string,
    request: OutgoingRequest,
    target: Target,
    io: AuthorizeIo,
  ): CallHeaders | Promise<CallHeaders>;
  /** The upstream's failure in our words. Called for every status ≥ 400; must not throw. */
  decodeError(reply: Reply): GatewayError;
  /** Default catalogue, newest first. */
  readonly models: readonly ModelCard[];
  /**
   * What is known about an upstream model id, by exact id or family, on a channel with these settings; the last resort is the
   * provider's safest card.
   */
  card(model: string, settings?: unknown): ModelCard;
}

/** A provider's own part of a channel's configuration. Zod's strict objects are such schemas. */
export interface SettingsSchema {
  /** Its members by name. */
  readonly shape: { readonly [name: string]: unknown };
  safeParse(
    settings: unknown,
  ):
    | { readonly success: true; readonly data: unknown }
    | { readonly success: false; readonly error: { readonly issues: readonly SettingsIssue[] } };
}

/** What is wrong with settings. `keys` are members that nobody knows. */
export interface SettingsIssue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

/** How an account is asked which models it may use. */
export interface ModelListing {
  /** @param after what the page before named as `next` */
  call(after?: string): Call;
  /** Ids as calls name them, and where the list goes on. */
  decode(tree: Tree): { readonly ids: readonly string[]; readonly next?: string };
}

export interface CallHeaders {
  readonly [name: string]: string;
}

/** A request as it is about to leave, for those who sign it. */
export interface OutgoingRequest {
  readonly method: Call['method'];
  readonly url: URL;
  /** By lower-case name. */
  readonly headers: CallHeaders;
  /** Lower-case hex SHA-256 of the body; reads all of it. */
  sha256(): Promise<string>;
}

export interface AuthorizeIo {
  /** Asks a token service at a whole URL, without the channel's credentials. Its refusals are replies, not errors. */
  send(call: Call): Promise<Reply>;
  /** The channel's token of this name while it lasts, else what `fetch` gives; callers at the same time wait for one fetch. */
  token(name: string, fetch: () => Promise<Token>): Promise<string>;
  /** Unix milliseconds. */
  now(): number;
}

export interface Token {
  readonly value: string;
  /** Unix milliseconds from which it is no longer used. */
  readonly expires: number;
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
  /**
   * Hands work over to the upstream. `work` sends it and gives, as plain JSON without payloads, all that asking for it later takes.
   * A job that was interrupted gets that back and goes on from there: `work` is not called a second time. One per run.
   */
  submit<T extends Ticket>(work: () => Promise<T>): Promise<T>;
  /** Fetches a result the provider names by URL, through the guard. */
  download(url: string): Promise<Payload>;
  wait(ms: number): Promise<void>;
  /** Sends a call that takes work back, even when `signal` has aborted. Its answer does not matter; never fails. */
  takeBack(call: Call): Promise<void>;
  /** Milliseconds the channel grants for the whole procedure. */
  readonly timeoutMs: number;
  /** Draws an SVG, for providers without a network. */
  render(svg: string, options: RenderOptions): Promise<Payload>;
  readonly signal: AbortSignal;
}

/** What an upstream's work is known by. */
export type Ticket = { readonly [name: string]: string | number | undefined };

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
  /** As the provider's `settings` schema read them. */
  readonly settings?: unknown;
}

export interface Encoded {
  readonly call: Call;
  /** Everything of the job that this call does not carry. */
  readonly warnings: readonly Warning[];
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Appended to the base URL, or a whole URL of the same provider. */
  readonly path: string;
  readonly headers?: CallHeaders;
  readonly body?:
    | { readonly kind: 'json'; readonly tree: Tree }
    /** Multipart. */
    | { readonly kind: 'form'; readonly entries: readonly CallEntry[] }
    | { readonly kind: 'urlencoded'; readonly fields: { readonly [name: string]: string } };
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
