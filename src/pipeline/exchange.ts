import type { Caller, Keyring } from '../accounts/keyring.ts';
import type { AnswerStore, KeptAnswer } from '../answers/answer-store.ts';
import type { Recording } from '../answers/recording.ts';
import type { BodyKeeper } from '../bodies/body-keeper.ts';
import type { BodyNote, Transcript } from '../bodies/transcript.ts';
import type { Cost } from '../contract/cost.ts';
import type { ClientReply, Dialect, Frame, Query, Route } from '../contract/dialect.ts';
import type { GatewayError } from '../contract/error.ts';
import type { Payload, Spool } from '../contract/payload.ts';
import type { Provider } from '../contract/provider.ts';
import type { Request, Warning } from '../contract/request.ts';
import type { StreamEvent, Usage } from '../contract/response.ts';
import type { TreeObject } from '../contract/tree.ts';
import type { Upstream } from '../egress/upstream.ts';
import type { Editor } from '../media/edit.ts';
import type { Gatherer } from '../media/gather.ts';
import type { Keeper } from '../media/keep.ts';
import type { DrawnPicture } from '../metering/drawn-picture.ts';
import type { ChannelGate } from '../metering/limits/channel-gate.ts';
import type { Budgets, Reservation } from '../metering/quotas/budgets.ts';
import type { Catalog } from '../routing/catalog.ts';
import type { Channel } from '../routing/channel.ts';
import type { Router, Score } from '../routing/router.ts';
import type { Patience } from '../routing/verdict.ts';
import type { Blobs, ExchangeSpool } from '../storage/ports.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { RequestLog } from '../telemetry/request-log.ts';
import type { SpanExport } from '../telemetry/spans.ts';
import type { TraceContext } from '../telemetry/trace-context.ts';
import type { Unsettled } from '../telemetry/unsettled.ts';
import type { WireBody } from '../wire/wire-body.ts';
import type { Conversations } from './conversation/conversation-store.ts';
import type { Journal } from './journal.ts';
import type { TraceIds } from './log/trace.ts';

/** What the pipeline works with; `app.ts` puts it together. */
export interface PipelineParts {
  readonly keyring: Keyring;
  readonly budgets: Budgets;
  readonly gate: ChannelGate;
  readonly channels: () => readonly Channel[];
  readonly catalog: () => Catalog;
  readonly router: Router;
  readonly retries: () => RetrySettings;
  /** Ids of every provider the gateway knows. */
  readonly providerIds: ReadonlySet<string>;
  readonly upstream: Upstream;
  readonly fetchImage: (url: string, spool: Spool, signal: AbortSignal) => Promise<Payload>;
  readonly blobs: Blobs;
  readonly editor: Editor;
  readonly gatherer: Gatherer;
  /** The URL is one of this gateway's own picture links. */
  readonly isOwnLink: (url: string) => boolean;
  readonly keeper: Keeper;
  readonly conversations: Conversations;
  readonly answers: AnswerStore;
  readonly jobs: JobDesk;
  readonly bodies: BodyKeeper;
  /** Absent: nobody wants spans. */
  readonly spans?: SpanExport;
  readonly log: RequestLog;
  readonly unsettled: Unsettled;
  readonly metrics: Metrics;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly random: () => number;
  /** Told of every failure, for the operator's log. */
  readonly onError: (error: GatewayError, requestId: string) => void;
  /** Aborts what must not outlive the process. */
  readonly shutdown: AbortSignal;
}

/** What follows a failure, as far as the key's profile does not say otherwise. */
export interface RetrySettings extends Patience {
  /** Most targets asked for one request; null: all. */
  readonly maxAttempts: number | null;
}

/** Takes requests that are to be worked on while nobody waits. */
export interface JobDesk {
  /** Keeps the request; from then on it gets done. Gives what the client is told. */
  accept(order: JobOrder): Promise<{ readonly id: string; readonly described: TreeObject }>;
}

export interface JobOrder {
  readonly incoming: Incoming;
  readonly caller: Caller;
  readonly model: string;
  /** Without what asked for a job. */
  readonly body: Query['body'];
}

/** A client's request before its body is read. */
export interface Incoming {
  readonly requestId: string;
  readonly dialect: Dialect;
  readonly route: Route;
  /** Path with its query. */
  readonly url: string;
  readonly path: string;
  readonly params: Query['params'];
  readonly headers: Query['headers'];
  /** The client's address, proxies that are trusted taken into account. */
  readonly ip: string;
  /** Scheme and host clients reach the gateway by. */
  readonly origin: string;
  /** Fires when the client goes away. */
  readonly clientGone: AbortSignal;
  /**
   * Fires when the client goes away or the process ends, where the caller has a signal for both: joining two for every request
   * (`AbortSignal.any`) is among the dearest things done for a small one.
   */
  readonly stop?: AbortSignal;
  /** @param tap told of a JSON body's bytes as they arrive */
  readBody(spool: ExchangeSpool, tap?: (chunk: Uint8Array) => void): Promise<Query['body']>;
  /** Whoever writes the answer records it too (`Outcome.recording`). Default: answers are not kept. */
  readonly records?: boolean;
  /** The request is good and goes to an upstream now. */
  begins?(request: Request): void;
  /** Set where nobody waits for the answer. */
  readonly job?: RunningJob;
}

/** A job that is being worked on. */
export interface RunningJob {
  /** Who asked, when it was accepted. @throws GatewayError `invalid_api_key` where the key is good no longer */
  authenticate(): Promise<Caller>;
  /** Fires when somebody wants the work to end. */
  readonly cancelled: AbortSignal;
  readonly journal: Journal;
  /** Waits without taking a place from other jobs. */
  away(wait: () => Promise<void>, signal: AbortSignal): Promise<void>;
  /** How long it waits while all channels are at their limits, in Unix milliseconds. */
  readonly waitsUntil: number;
  /** What an earlier process began that nobody can ask for. */
  readonly lost?: { readonly channel: string; readonly model: string };
  /** @throws GatewayError `interrupted` where going on could do something a second time */
  mayGoOn(): void;
  /** The request is good and goes to an upstream now. */
  begins(request: Request): Promise<void>;
  /** Told of everything that comes; the next event waits for it. */
  watch(event: StreamEvent): Promise<void>;
}

/** What happens between a client's request and the last byte of its answer. */
export interface Exchange {
  readonly incoming: Incoming;
  readonly parts: PipelineParts;
  readonly spool: ExchangeSpool;
  /** Unix milliseconds. */
  readonly started: number;
  /** Everything changed so far; grows while the exchange runs. */
  readonly warnings: Warning[];
  readonly attempts: Attempt[];
  /** The target that is being asked. */
  trying: Tried | undefined;
  /** What the upstream calls cost, those that failed too. */
  readonly charges: Charge[];
  /** Set once it is read. */
  body: Query['body'] | undefined;
  /** Set once the body is read. */
  trace: TraceIds | undefined;
  /** Set once the key is known. */
  caller: Caller | undefined;
  /** Set once it is decoded. */
  request: Request | undefined;
  /** As the client named it; empty until the request is decoded. */
  model: string;
  /** What was taken from the caller's quotas until it is known what was used. */
  reservation: Reservation | undefined;
  /** Set once a provider may have begun to draw: what becomes of that is kept until it is in the log. */
  unsettled: ReturnType<Unsettled['begin']> | undefined;
  /** The client allows a repeat although the first try may have cost a picture. */
  readonly retryUnknown: boolean;
  /** Set where the answer is kept. */
  recording: Recording | undefined;
  /** Set where bodies are kept. */
  transcript: Transcript | undefined;
  /** The distributed trace it belongs to; absent where the client names none and nobody wants spans. */
  readonly traced: TraceContext | undefined;
}

/** What one upstream call cost. */
export interface Charge {
  /** Which of the exchange's attempts it belongs to, from 0. */
  readonly attempt: number;
  readonly cost: Cost;
  /** Absent: the provider did not tell. */
  readonly usage?: Usage;
  readonly pictures: readonly DrawnPicture[];
}

/** A target that was asked, and why it was this one's turn. */
export interface Tried {
  readonly channel: string;
  /** As people call it; absent where the channel has but one. */
  readonly credential?: string;
  /** As the upstream names it. */
  readonly model: string;
  readonly score: Score;
  readonly upstream?: { readonly provider: Provider; readonly baseUrl: string };
  /** Channels whose turn it would have been, but for their limits. */
  readonly passedOver: readonly PassedOver[];
}

export interface PassedOver {
  readonly channel: string;
  /** For people. */
  readonly reason: string;
}

/** One try at one target, as the log keeps it. */
export interface Attempt extends Tried, Spending {
  /** Unix milliseconds. */
  readonly startedAt: number;
  readonly ms: number;
  /** Milliseconds until the first piece of the answer. */
  readonly firstMs?: number;
  /** Absent when it succeeded. */
  readonly error?: string;
  /** What the upstream said, or why it could not be reached. Without keys; for operators. */
  readonly errorDetail?: string;
  readonly upstreamStatus?: number;
  /** What it changed of what the client asked for. */
  readonly warnings: readonly Warning[];
}

/** What all calls of one attempt took. */
export interface Spending {
  readonly cost: Cost;
  readonly usage?: Usage;
  readonly pictures: readonly DrawnPicture[];
}

/** Where a request went and why, as far as is known; told to those who ask (`AH-Debug: true`). */
export interface Trail {
  readonly attempts: readonly Attempt[];
  /** The target that is answering. */
  readonly trying: Tried | undefined;
}

/** The answer, not yet written. `close` must be called when it is written or given up. */
export type Outcome = WholeOutcome | StreamOutcome | KeptOutcome;

/** An answer that was made for an earlier request. */
export interface KeptOutcome {
  readonly kind: 'kept';
  readonly answer: KeptAnswer;
  encodeError(error: GatewayError): ClientReply;
  close(): Promise<void>;
}

export interface WholeOutcome {
  readonly kind: 'whole';
  readonly reply: ClientReply;
  /** The body as the upstream sent it, in place of the reply's tree. */
  readonly relayed?: WireBody;
  /** What the answer tells of, where it is a failure. */
  readonly error?: GatewayError;
  /** Of all upstream calls; absent when there was none. */
  readonly cost?: Cost;
  readonly warnings: readonly Warning[];
  readonly trail?: () => Trail;
  readonly recording?: Recording;
  close(): Promise<void>;
}

export interface StreamOutcome {
  readonly kind: 'stream';
  /** Frames in batches, or bytes as an upstream of the same format sent them. Must be read to its end when `keepGoing` is set, even after the client has gone. */
  readonly frames: AsyncIterable<readonly (Frame | Uint8Array)[]>;
  /** Known so far. */
  readonly warnings: readonly Warning[];
  readonly trail?: () => Trail;
  /** A picture is being paid for: it is taken and kept although nobody waits for it. */
  readonly keepGoing: boolean;
  readonly recording?: Recording;
  /** Whoever writes the answer takes note of its body here. */
  readonly note?: BodyNote;
  encodeError(error: GatewayError): ClientReply;
  close(): Promise<void>;
}
