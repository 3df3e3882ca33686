import { presentedKey } from '../accounts/gateway-key.ts';
import type { Caller } from '../accounts/keyring.ts';
import type { KeptAnswer } from '../answers/answer-store.ts';
import type { ImageShape, ReplyContext } from '../contract/dialect.ts';
import { GatewayError } from '../contract/error.ts';
import type { Request } from '../contract/request.ts';
import { collect } from '../contract/stream.ts';
import { traceContext } from '../telemetry/trace-context.ts';
import { accept, becomesJob, takeAsyncWish, withIdleWebhook } from './accept.ts';
import { withAccess } from './admit/access.ts';
import { claim, claimingOf } from './admit/claim.ts';
import { refuseCrowdedRequest } from './admit/refuse-crowd.ts';
import { reserve } from './admit/reserve.ts';
import { withStrictness } from './admit/strictness.ts';
import { type Answer, isUnderstood } from './answer.ts';
import { attempt } from './attempt.ts';
import { imageShape } from './client-shapes.ts';
import { recall, remember } from './conversation/conversation.ts';
import { encodeEvents } from './encode-events.ts';
import type { Exchange, Incoming, Outcome, PipelineParts, WholeOutcome } from './exchange.ts';
import { answeredWhole, askedUpstream, watched } from './job-request.ts';
import { lostAttempts } from './log/lost-attempt.ts';
import { costSoFar } from './log/meter.ts';
import { noteReplay } from './log/note-replay.ts';
import { requestFacts } from './log/request-facts.ts';
import { Settlement } from './log/settle.ts';
import { affinityOf, traceIds } from './log/trace.ts';
import { closeTranscript, noteClientRequest, noted, openTranscript } from './log/transcribe.ts';
import { beginRecording, knowPictures, recordFailure } from './record.ts';
import { type Routes, route } from './route.ts';
import { wantsPicture } from './wants-picture.ts';

export type { Caller } from '../accounts/keyring.ts';
export type { Attempt, Incoming, Outcome, PipelineParts, Trail, Tried, WholeOutcome } from './exchange.ts';

/**
 * One exchange from the client's headers to its answer: authenticate → read → claim → recall → decode → permit → route → reserve →
 * attempt (prepare, call, finish) → settle. Never throws: failures are answers too.
 */
export async function runExchange(parts: PipelineParts, incoming: Incoming): Promise<Outcome> {
  const exchange = open(parts, incoming);
  const settlement = new Settlement(exchange);
  let request: Request | undefined;
  try {
    exchange.caller = await authenticate(exchange);
    openTranscript(exchange);
    const shape = imageShape(incoming.headers, exchange.caller.imageShape);
    const { path, params, headers } = incoming;
    const claiming = incoming.records ? claimingOf(incoming.headers) : undefined;
    exchange.body = await incoming.readBody(exchange.spool, claiming?.fingerprint.take);
    exchange.trace = traceIds(headers, exchange.body);
    noteClientRequest(exchange);
    const kept = claiming && (await claim(exchange, claiming));
    if (kept) {
      noteReplay(exchange, kept);
      settlement.settle(undefined, undefined, kept.status);
      return keptOutcome(exchange, kept);
    }
    const wish = takeAsyncWish(exchange);
    const recalled = await recall(exchange, exchange.body);
    const query = { path, params, headers, body: exchange.body, ...(recalled && { recalled }) };
    request = answeredWhole(exchange, withStrictness(incoming.route.decode(query), headers));
    refuseCrowdedRequest(request);
    exchange.request = request;
    exchange.model = request.model;
    incoming.job?.mayGoOn();
    request = withAccess(request, exchange.caller);
    const routes = routesOf(exchange, exchange.caller, request);
    if (becomesJob(wish, request))
      return noted(exchange, { ...wholeOutcome(exchange), ...(await accept(exchange, wish)) });
    request = withIdleWebhook(request, exchange);
    await reserve(exchange, request, routes.targets);
    return await answer(exchange, request, { routes, shape, settlement });
  } catch (thrown) {
    const error = GatewayError.from(thrown);
    parts.onError(error, incoming.requestId);
    settlement.settle(request, error);
    recordFailure(exchange, error);
    return noted(exchange, failed(exchange, error));
  }
}

const routesOf = (exchange: Exchange, caller: Caller, request: Request): Routes =>
  route(exchange.parts, caller, {
    model: request.model,
    asked: exchange.model,
    facts: () => requestFacts(request, caller),
    trace: affinityOf(exchange),
  });

interface Answering {
  readonly routes: Routes;
  readonly shape: ImageShape;
  readonly settlement: Settlement;
}

async function answer(
  exchange: Exchange,
  request: Request,
  { routes: { targets, alternatives }, shape, settlement }: Answering,
): Promise<Outcome> {
  const { incoming, started } = exchange;
  const created = Math.floor(started / 1000);
  const context: ReplyContext = { requestId: incoming.requestId, request, created, shape };
  beginRecording(exchange, request);
  incoming.begins?.(request);
  await incoming.job?.begins(request);
  const preferred = incoming.job?.journal.prefer(targets) ?? targets;
  const tried = attempt(exchange, askedUpstream(exchange, request), preferred, alternatives);
  const remembered = remember(exchange, context, settlement.watch(tried));
  const known = exchange.recording ? knowPictures(exchange.recording, remembered) : remembered;
  const events = incoming.job ? watched(exchange, known) : known;
  if (request.stream) return stream(exchange, events, context, settlement);
  return whole(exchange, events, context, settlement);
}

const authenticate = ({ parts, incoming }: Exchange): Promise<Caller> =>
  incoming.job?.authenticate() ??
  parts.keyring.authenticate(presentedKey(incoming.headers, incoming.url), incoming.ip);

function open(parts: PipelineParts, incoming: Incoming): Exchange {
  const attempts = lostAttempts(incoming.job ?? {}, parts.now());
  return {
    incoming,
    parts,
    spool: parts.blobs.spool(),
    started: parts.now(),
    warnings: [],
    attempts,
    trying: undefined,
    charges: attempts.map(({ cost, pictures }, attempt) => ({ attempt, cost, pictures })),
    body: undefined,
    trace: undefined,
    caller: undefined,
    request: undefined,
    model: '',
    reservation: undefined,
    unsettled: undefined,
    retryUnknown: incoming.headers['ah-retry-unknown'] === 'true',
    recording: undefined,
    transcript: undefined,
    traced: traceContext(incoming.headers, parts.spans !== undefined),
  };
}

async function whole(
  exchange: Exchange,
  answer: Answer,
  context: ReplyContext,
  settlement: Settlement,
): Promise<Outcome> {
  const all = (await Array.fromAsync(answer)).flat();
  settlement.settle(context.request);
  const outcome = wholeOutcome(exchange);
  const relayed = all.find((event) => event.type === 'relayed-whole')?.body;
  if (relayed)
    return noted(exchange, { ...outcome, reply: { status: 200, headers: {}, tree: null }, relayed });
  const response = collect(all.filter(isUnderstood));
  return noted(exchange, { ...outcome, reply: exchange.incoming.route.encode(response, context) });
}

function stream(exchange: Exchange, answer: Answer, context: ReplyContext, settlement: Settlement): Outcome {
  const { incoming, parts } = exchange;
  const note = exchange.transcript?.clientAnswer();
  return {
    kind: 'stream',
    ...(note && { note }),
    frames: encodeEvents(answer, incoming.route.encodeStream(context), (error) => {
      if (error) {
        parts.onError(error, incoming.requestId);
        recordFailure(exchange, error);
      }
      settlement.settle(context.request, error);
    }),
    warnings: exchange.warnings,
    ...trailOf(exchange),
    keepGoing: wantsPicture(context.request) || exchange.recording !== undefined,
    encodeError: (error) => incoming.dialect.encodeError(error, incoming.requestId),
    ...endOf(exchange),
  };
}

const failed = (exchange: Exchange, error: GatewayError): WholeOutcome => ({
  ...wholeOutcome(exchange),
  error,
  reply: exchange.incoming.dialect.encodeError(error, exchange.incoming.requestId),
});

function wholeOutcome(exchange: Exchange) {
  const cost = costSoFar(exchange);
  return {
    kind: 'whole',
    warnings: exchange.warnings,
    ...(cost && { cost }),
    ...trailOf(exchange),
    ...endOf(exchange),
  } as const;
}

const keptOutcome = (exchange: Exchange, answer: KeptAnswer): Outcome => ({
  kind: 'kept',
  answer,
  encodeError: (error) => exchange.incoming.dialect.encodeError(error, exchange.incoming.requestId),
  ...endOf(exchange),
});

function endOf(exchange: Exchange): Pick<WholeOutcome, 'recording' | 'close'> {
  const { recording, transcript, spool } = exchange;
  if (!recording && !transcript) return { close: () => spool.dispose() };
  const close = async (): Promise<void> => {
    // They read pictures out of the spool.
    await recording?.close();
    await closeTranscript(exchange);
    await spool.dispose();
  };
  return { ...(recording && { recording }), close };
}

/** Only for callers whose key may see it. */
function trailOf(exchange: Exchange): Pick<WholeOutcome, 'trail'> {
  const asked = exchange.incoming.headers['ah-debug'] === 'true' && exchange.caller?.debug === true;
  return asked ? { trail: () => ({ attempts: exchange.attempts, trying: exchange.trying }) } : {};
}
