import type { Frame } from '../../contract/dialect.ts';
import { GatewayError, unusableAnswer } from '../../contract/error.ts';
import type {
  Call,
  Exchange as ExchangeOperation,
  Procedure,
  ProcedureIo,
  Target,
} from '../../contract/provider.ts';
import type { Job } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { unfold } from '../../contract/stream.ts';
import { isObject } from '../../contract/tree.ts';
import { isEventStream, readEvents, withRealType } from '../../egress/read-events.ts';
import type { Candidate } from '../../routing/candidates.ts';
import { type Answer, eachEvent } from '../answer.ts';
import type { Exchange } from '../exchange.ts';
import { type NotedReply, noteCall, notedFrames, readNoted, streamNote } from '../log/transcribe.ts';
import { wantsPicture } from '../wants-picture.ts';
import type { Task } from '../work.ts';
import { credentials } from './credentials.ts';
import { withoutKeys } from './mask-keys.ts';
import { noteWarnings, withOverrides } from './override-call.ts';
import { pause } from './pause.ts';
import { type Reader, tagSignatures, untagSignatures } from './signatures.ts';
import { withTrace } from './with-trace.ts';

/** Which of the exchange's upstream calls it is, from 0. */
export type NumberedTask = Task & { readonly number: number };

/** Runs one task at one target; whole answers come as the events they would have been streamed as. */
export function callTarget(
  exchange: Exchange,
  candidate: Candidate,
  task: NumberedTask,
  signal: AbortSignal,
): Answer<StreamEvent> {
  const { number } = task;
  // The operation and the job of a task always belong together; TypeScript cannot see that through the union.
  const { operation, job: given } = task as { operation: ExchangeOperation<Job> | Procedure<Job>; job: Job };
  const { provider } = candidate.channel;
  const job = ownSignatures(given, {
    provider: provider.id,
    known: exchange.parts.providerIds,
    readsBare: readsBare(exchange, candidate),
  });
  const events =
    operation.kind === 'exchange'
      ? runExchange(exchange, candidate, { operation, job, signal, number })
      : runProcedure(exchange, candidate, { operation, job, signal, number });
  return isPassedOn(exchange, candidate) ? events : tagSignatures(provider.id, events);
}

/**
 * A client of the provider's own format, whose requests go on as they are, may talk to it directly tomorrow: its signatures stay
 * as they are. One whose conversation is kept here may go on with another provider.
 */
function isPassedOn({ incoming, body }: Exchange, { channel }: Candidate): boolean {
  const { dialect, route } = incoming;
  if (!channel.provider.speaks?.[dialect.id]) return false;
  return body?.kind !== 'json' || !isObject(body.tree) || route.relay?.allows?.(body.tree) !== false;
}

/** Whether signatures that name no provider are this one's. */
function readsBare({ incoming }: Exchange, { channel, target }: Candidate): boolean {
  const { provider } = channel;
  const { id } = incoming.dialect;
  return provider.speaks?.[id] !== undefined || provider.signs?.(target) === id;
}

const ownSignatures = (job: Job, reader: Reader): Job =>
  job.operation === 'chat' ? { ...job, request: untagSignatures(job.request, reader) } : job;

interface Run<O> {
  readonly operation: O;
  readonly job: Job;
  readonly signal: AbortSignal;
  readonly number: number;
}

async function* runExchange(
  exchange: Exchange,
  candidate: Candidate,
  { operation, job, signal, number }: Run<ExchangeOperation<Job>>,
): AsyncGenerator<readonly StreamEvent[]> {
  const { target } = candidate;
  const encoded = operation.encode(job, target);
  const { call, warnings: overridden } = withOverrides(encoded.call, exchange, candidate);
  const warnings = [...encoded.warnings, ...overridden];
  if (warnings.length > 0) yield warnings.map((warning) => ({ type: 'warning', warning }) as const);
  await exchange.incoming.job?.journal.sending(number);
  const sent = await send(exchange, candidate, call, signal);
  const mayStream = sent.status < 400 && job.stream && operation.decodeStream;
  const reply = mayStream ? await withRealType(sent) : sent;
  if (mayStream && operation.decodeStream && isEventStream(reply)) {
    const fold = operation.decodeStream(job, target);
    const frames = notedFrames(readEvents(reply, { spool: exchange.spool }), streamNote(reply));
    yield* eachEvent<Frame, StreamEvent>(frames, (frame, pass) => {
      for (const event of fold.push(frame)) pass(event);
    });
    const last = fold.end();
    if (last.length > 0) yield last;
    return;
  }
  yield unfold(operation.decode(await readOk(exchange, candidate, reply), job, target));
}

async function* runProcedure(
  exchange: Exchange,
  candidate: Candidate,
  { operation, job, signal, number }: Run<Procedure<Job>>,
): AsyncGenerator<readonly StreamEvent[]> {
  const io = procedureIo(exchange, candidate, signal, number);
  if (job.stream && operation.stream) {
    for await (const event of operation.stream(job, candidate.target, io)) yield [event];
  } else yield unfold(await operation.run(job, candidate.target, io));
}

/** An answer may take so many times the channel's timeout, an hour by default: a drip or a stream of comments never falls silent. */
const LONGEST_BODY = 12;

/** Sends a call with the channel's credentials. */
export async function send(
  exchange: Exchange,
  candidate: Candidate,
  call: Call,
  signal: AbortSignal,
): Promise<NotedReply> {
  const { parts } = exchange;
  const { channel, target } = candidate;
  const note = noteCall(exchange, candidate, call);
  const reply = await parts.upstream.send(withTrace(call, exchange), {
    baseUrl: target.baseUrl,
    ...(channel.provider.hosts && { hosts: channel.provider.hosts }),
    headers: credentials(parts, candidate),
    ...(channel.proxy && { proxy: channel.proxy }),
    signal,
    timeoutMs: channel.timeoutMs,
    idleTimeoutMs: channel.idleTimeoutMs,
    bodyTimeoutMs: LONGEST_BODY * channel.timeoutMs,
    mayActTwice: call.method === 'GET' || mayActTwice(exchange),
  });
  return note ? { ...reply, note } : reply;
}

/** Words cost little; a picture may be billed twice only where the client takes that risk. */
const mayActTwice = ({ request, retryUnknown, caller }: Exchange): boolean =>
  (request !== undefined && !wantsPicture(request)) || retryUnknown || caller?.retry.unknownOutcomes === true;

/** The upstream's refusal in our words. */
export async function readFailure(exchange: Exchange, { channel, target }: Candidate, upstream: NotedReply) {
  const error = withSuccessor(channel.provider.decodeError(await readNoted(exchange, upstream)), target);
  return withoutKeys(new GatewayError(error.code, error.message, { ...error.facts, refused: true }), channel);
}

async function readOk(exchange: Exchange, candidate: Candidate, upstream: NotedReply) {
  if (upstream.status >= 400) throw await readFailure(exchange, candidate, upstream);
  const reply = await readNoted(exchange, upstream);
  if (reply.tree === null) {
    throw unusableAnswer('The provider answered with something that is no JSON.', {
      upstreamStatus: reply.status,
      ...(reply.text !== undefined && { internal: reply.text.slice(0, 500) }),
    });
  }
  return reply;
}

/** A retired model that the upstream no longer knows gets a message that helps. */
function withSuccessor(error: GatewayError, { card, model }: Target): GatewayError {
  if (error.code !== 'model_not_found' || card.retired === undefined) return error;
  const next = card.successor ? ` Use ${card.successor} instead.` : '';
  const message = `The provider no longer serves ${model} (retired ${card.retired}).${next}`;
  return new GatewayError('model_not_found', message, { field: 'model', ...error.facts }, error);
}

function procedureIo(
  exchange: Exchange,
  candidate: Candidate,
  signal: AbortSignal,
  number: number,
): ProcedureIo {
  const { parts, spool } = exchange;
  const journal = exchange.incoming.job?.journal;
  return {
    signal,
    timeoutMs: candidate.channel.timeoutMs,
    async send(call) {
      if (call.method !== 'GET') await journal?.sending(number);
      const changed = withOverrides(call, exchange, candidate);
      noteWarnings(exchange, changed.warnings);
      return readOk(exchange, candidate, await send(exchange, candidate, changed.call, signal));
    },
    submit: (work) => (journal ? journal.submit(number, work) : work()),
    takeBack: (call) => takeBack(exchange, candidate, call),
    download: (url) => parts.fetchImage(url, spool, signal),
    render: (svg, options) => parts.editor.render(svg, options, spool),
    wait: (ms) => pause(ms, signal),
  };
}

const TAKE_BACK_MS = 10_000;

/** The exchange is lost already: that its work could not be taken back is nothing to tell the client. */
async function takeBack(exchange: Exchange, candidate: Candidate, call: Call): Promise<void> {
  // The next process takes the job up where it stands.
  if (exchange.incoming.job && exchange.parts.shutdown.aborted) return;
  try {
    const reply = await send(exchange, candidate, call, AbortSignal.timeout(TAKE_BACK_MS));
    reply.body.cancel();
  } catch (error) {
    exchange.parts.onError(GatewayError.from(error), exchange.incoming.requestId);
  }
}
