import type { RelayRules } from '../../contract/dialect.ts';
import { GatewayError } from '../../contract/error.ts';
import type { Call, Target } from '../../contract/provider.ts';
import type { ChatRequest, Part, Request } from '../../contract/request.ts';
import { isObject } from '../../contract/tree.ts';
import { isEventStream, withRealType } from '../../egress/read-events.ts';
import type { Candidate } from '../../routing/candidates.ts';
import type { AnswerEvent } from '../answer.ts';
import { readFailure, send } from '../call/call.ts';
import { noteWarnings, withOverrides } from '../call/override-call.ts';
import { isTagged } from '../call/signatures.ts';
import type { Exchange } from '../exchange.ts';
import { Meter, picturesIn } from '../log/meter.ts';
import { type NotedReply, readNoted } from '../log/transcribe.ts';
import type { RelayPlan } from './plan.ts';
import { relayStream } from './stream.ts';
import { relayWhole } from './whole.ts';

/** The plan, where provider and client speak the same format and nothing of the request needs the gateway's hand. */
export function planRelay(
  exchange: Exchange,
  { channel, target }: Candidate,
  request: Request,
): RelayPlan | undefined {
  const { route, dialect } = exchange.incoming;
  const path = channel.provider.speaks?.[dialect.id];
  if (!route.relay || !path || request.operation !== 'chat' || exchange.body?.kind !== 'json')
    return undefined;
  // Upstreams are asked for server-sent events; a client that reads streams in another framing cannot have them as they are.
  if (request.stream && (route.framing?.(exchange.incoming.url) ?? 'sse') !== 'sse') return undefined;
  const { tree } = exchange.body;
  if (!isObject(tree) || route.relay.allows?.(tree) === false) return undefined;
  if (!isUntouched(exchange, request, target, channel.provider.takesUrls === true)) return undefined;
  const body = route.relay.patch(tree, target.model);
  const adapt = channel.provider.adapt?.[dialect.id];
  return {
    rules: route.relay,
    path: path(target, request.stream),
    headers: route.relay.headers?.(exchange.incoming.headers) ?? {},
    body: adapt ? adapt(body, target) : body,
    stream: request.stream,
    hides: route.relay.hides?.(tree),
    references: picturesIn(request),
  };
}

function isUntouched(
  exchange: Exchange,
  request: ChatRequest,
  { card }: Target,
  takesUrls: boolean,
): boolean {
  if (request.output.image || card.chat === undefined || card.chat.imageOnly) return false;
  const goesOn = (part: Part): boolean => {
    if (part.type === 'tool-result') return part.parts.every(goesOn);
    if (isTagged(part.signature, exchange.parts.providerIds)) return false;
    if (part.type !== 'media' && part.type !== 'file') return true;
    if (part.media.from === 'url') return takesUrls && !exchange.parts.isOwnLink(part.media.url);
    return part.media.from === 'inline';
  };
  return request.messages.every(({ parts }) => parts.every(goesOn));
}

/** Sends the client's body on and passes the answer through; ends with what is known of its usage. */
export async function* relay(
  exchange: Exchange,
  candidate: Candidate,
  plan: RelayPlan,
  signal: AbortSignal,
): AsyncGenerator<readonly AnswerEvent[]> {
  const { rules, path, headers, body, stream, references } = plan;
  const meter = new Meter(exchange, candidate, { references });
  try {
    const call: Call = { method: 'POST', path, headers, body: { kind: 'json', tree: body } };
    const changed = withOverrides(call, exchange, candidate);
    noteWarnings(exchange, changed.warnings);
    const sent = await send(exchange, candidate, changed.call, signal);
    if (sent.status >= 400) throw await readFailure(exchange, candidate, sent);
    const reply = stream ? await withRealType(sent) : sent;
    if (!stream) yield* relayWhole(exchange, rules, reply, meter);
    else if (isEventStream(reply)) yield* relayStream(exchange, plan, reply, meter);
    else throw await notStreamed(exchange, rules, reply);
  } catch (error) {
    meter.failed(GatewayError.from(error));
    throw error;
  } finally {
    meter.close();
  }
}

/** A 200 with JSON in place of a stream is nearly always a failure in disguise. */
async function notStreamed(exchange: Exchange, rules: RelayRules, reply: NotedReply): Promise<GatewayError> {
  const { tree } = await readNoted(exchange, reply);
  rules.observeReply(tree);
  return new GatewayError('upstream_error', 'The provider answered without the stream it was asked for.', {
    retry: 'next-target',
  });
}
