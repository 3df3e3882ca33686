import { presentedKey } from '../accounts/gateway-key.ts';
import type { ReplyContext } from '../contract/dialect.ts';
import { GatewayError } from '../contract/error.ts';
import type { Request } from '../contract/request.ts';
import type { StreamEvent } from '../contract/response.ts';
import { collect } from '../contract/stream.ts';
import { attempt, wantsPicture } from './attempt.ts';
import { imageShape } from './client-shapes.ts';
import { recall, remember } from './conversation.ts';
import { encodeEvents } from './encode-events.ts';
import type { Exchange, Incoming, Outcome, PipelineParts } from './exchange.ts';
import { costSoFar } from './meter.ts';
import type { Relayed } from './relay.ts';
import { route } from './route.ts';
import { Settlement } from './settle.ts';
import { withStrictness } from './strictness.ts';
import { affinityOf } from './trace.ts';

export type { Attempt, Incoming, Outcome, PipelineParts, Trail, Tried } from './exchange.ts';

/**
 * One exchange from the client's headers to its answer: authenticate → read → recall → decode → route → attempt (prepare, call, finish)
 * → settle. Never throws: failures are answers too.
 */
export async function runExchange(parts: PipelineParts, incoming: Incoming): Promise<Outcome> {
  const exchange = open(parts, incoming);
  const settlement = new Settlement(exchange);
  let request: Request | undefined;
  try {
    exchange.caller = await parts.keyring.authenticate(presentedKey(incoming.headers, incoming.url));
    const shape = imageShape(incoming.headers, exchange.caller.imageShape);
    const { path, params, headers } = incoming;
    exchange.body = await incoming.readBody(exchange.spool);
    const recalled = await recall(exchange, exchange.body);
    const query = { path, params, headers, body: exchange.body, ...(recalled && { recalled }) };
    request = withStrictness(incoming.route.decode(query), headers);
    exchange.model = request.model;
    const { targets, alternatives } = route(parts, request.model, affinityOf(exchange));
    const context = {
      requestId: incoming.requestId,
      request,
      created: Math.floor(exchange.started / 1000),
      shape,
    };
    const answer = settlement.watch(attempt(exchange, request, targets, alternatives));
    const events = remember(exchange, context, answer);
    if (request.stream) return stream(exchange, events, context, settlement);
    return await whole(exchange, events, context, settlement);
  } catch (thrown) {
    const error = GatewayError.from(thrown);
    parts.onError(error, incoming.requestId);
    settlement.settle(request, error);
    return failed(exchange, error);
  }
}

function open(parts: PipelineParts, incoming: Incoming): Exchange {
  return {
    incoming,
    parts,
    spool: parts.blobs.spool(),
    started: parts.now(),
    warnings: [],
    attempts: [],
    trying: undefined,
    charges: [],
    body: undefined,
    caller: undefined,
    model: '',
    retryUnknown: incoming.headers['ah-retry-unknown'] === 'true',
  };
}

async function whole(
  exchange: Exchange,
  events: AsyncIterable<StreamEvent | Relayed>,
  context: ReplyContext,
  settlement: Settlement,
): Promise<Outcome> {
  const all = await Array.fromAsync(events);
  settlement.settle(context.request);
  const outcome = wholeOutcome(exchange);
  const relayed = all.filter((event) => event.type === 'relayed');
  if (relayed.length > 0) {
    const bytes = Buffer.concat(relayed.map((each) => each.bytes));
    return { ...outcome, reply: { status: 200, headers: {}, tree: null }, relayed: bytes };
  }
  const response = collect(all.filter((event) => event.type !== 'relayed'));
  return { ...outcome, reply: exchange.incoming.route.encode(response, context) };
}

function stream(
  exchange: Exchange,
  events: AsyncIterable<StreamEvent | Relayed>,
  context: ReplyContext,
  settlement: Settlement,
): Outcome {
  const { incoming, parts } = exchange;
  return {
    kind: 'stream',
    frames: encodeEvents(events, incoming.route.encodeStream(context), (error) => {
      if (error) parts.onError(error, incoming.requestId);
      settlement.settle(context.request, error);
    }),
    warnings: exchange.warnings,
    ...trailOf(exchange),
    keepGoing: wantsPicture(context.request),
    encodeError: (error) => incoming.dialect.encodeError(error, incoming.requestId),
    close: () => exchange.spool.dispose(),
  };
}

const failed = (exchange: Exchange, error: GatewayError): Outcome => ({
  ...wholeOutcome(exchange),
  reply: exchange.incoming.dialect.encodeError(error, exchange.incoming.requestId),
});

function wholeOutcome(exchange: Exchange) {
  const cost = costSoFar(exchange);
  return {
    kind: 'whole',
    warnings: exchange.warnings,
    ...(cost && { cost }),
    ...trailOf(exchange),
    close: () => exchange.spool.dispose(),
  } as const;
}

/** Only for callers whose key is good. */
function trailOf(exchange: Exchange): Pick<Outcome, 'trail'> {
  const asked = exchange.incoming.headers['ah-debug'] === 'true' && exchange.caller !== undefined;
  return asked ? { trail: () => ({ attempts: exchange.attempts, trying: exchange.trying }) } : {};
}
