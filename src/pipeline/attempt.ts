import { GatewayError } from '../contract/error.ts';
import type { Request, Warning } from '../contract/request.ts';
import type { StreamEvent } from '../contract/response.ts';
import type { Candidate } from '../routing/candidates.ts';
import { verdict } from '../routing/verdict.ts';
import { callTarget } from './call.ts';
import type { Exchange } from './exchange.ts';
import { finishPictures } from './finish.ts';
import { costOfAttempt, Meter, meteredJob } from './meter.ts';
import { prepare } from './prepare.ts';
import { planRelay, type Relayed, relay } from './relay.ts';
import { requirePicture } from './require-picture.ts';
import type { Routes } from './route.ts';
import { sideBySide } from './side-by-side.ts';
import type { Work } from './work.ts';

/**
 * Asks one target after the other until one answers. Events of a target are held back until it has begun to say something
 * (for a client that takes the answer whole: until it has ended), so that a failure before that leaves no trace in the answer.
 */
export async function* attempt(
  exchange: Exchange,
  request: Request,
  targets: readonly Candidate[],
  alternatives: Routes['alternatives'],
): AsyncGenerator<StreamEvent | Relayed> {
  let last: GatewayError | undefined;
  for (const [index, candidate] of targets.entries()) {
    const announced = exchange.warnings.length;
    const progress = { answered: false };
    const began = exchange.parts.now();
    try {
      const events = askTarget(exchange, candidate, request, alternatives);
      yield* heldBack(events, request.stream, progress);
      record(exchange, candidate, began);
      return;
    } catch (thrown) {
      last = GatewayError.from(thrown);
      record(exchange, candidate, began, last);
      const picture = wantsPicture(request);
      const next = verdict(last, { ...progress, picture, retryUnknown: exchange.retryUnknown });
      if (next === 'stop' || index === targets.length - 1) throw last;
      exchange.warnings.length = announced;
    }
  }
  throw last ?? new GatewayError('model_not_found', 'No channel serves this model.', { field: 'model' });
}

export const wantsPicture = (request: Request): boolean =>
  request.operation === 'image' || (request.operation === 'chat' && request.output.image !== undefined);

/** One target's answer, pictures finished and kept. */
async function* askTarget(
  exchange: Exchange,
  candidate: Candidate,
  request: Request,
  alternatives: Routes['alternatives'],
): AsyncGenerator<StreamEvent | Relayed> {
  const relaying = planRelay(exchange, candidate, request);
  if (relaying) {
    yield* relay(exchange, candidate, relaying, stopSignal(exchange));
    return;
  }
  const work = await prepare(exchange, candidate, request, alternatives);
  for (const warning of work.warnings) if (isNews(exchange, warning)) yield { type: 'warning', warning };
  if (exchange.incoming.clientGone.aborted) throw new GatewayError('client_closed', 'The client went away.');
  const events = sideBySide(runsOf(exchange, candidate, work), work.finishing?.fields.count ?? 'n');
  for await (const event of requirePicture(work, events)) {
    if (event.type !== 'warning' || isNews(exchange, event.warning)) yield event;
  }
}

/** Takes note of a warning; several pictures or calls often have the same one to give. */
function isNews({ warnings }: Exchange, warning: Warning): boolean {
  const { kind, field, detail } = warning;
  if (warnings.some((known) => known.kind === kind && known.field === field && known.detail === detail))
    return false;
  warnings.push(warning);
  return true;
}

function runsOf(exchange: Exchange, candidate: Candidate, work: Work) {
  // Once a picture is being drawn it is paid for: only the end of the process stops the call, not the client's leaving.
  const signal = work.finishing ? exchange.parts.shutdown : stopSignal(exchange);
  return work.tasks.map((task) => () => {
    const meter = new Meter(exchange, candidate, meteredJob(task));
    return finishPictures(exchange, work.finishing, callTarget(exchange, candidate, task, signal), meter);
  });
}

const stopSignal = ({ incoming, parts }: Exchange): AbortSignal =>
  AbortSignal.any([incoming.clientGone, parts.shutdown]);

const SAYS_SOMETHING: readonly (StreamEvent | Relayed)['type'][] = [
  'relayed',
  'text-delta',
  'input-delta',
  'media-partial',
  'media-end',
];

async function* heldBack(
  events: AsyncIterable<StreamEvent | Relayed>,
  streaming: boolean,
  progress: { answered: boolean },
): AsyncGenerator<StreamEvent | Relayed> {
  let held: (StreamEvent | Relayed)[] | undefined = [];
  for await (const event of events) {
    if (!held) {
      yield event;
      continue;
    }
    held.push(event);
    if (!streaming || !SAYS_SOMETHING.includes(event.type)) continue;
    progress.answered = true;
    yield* held;
    held = undefined;
  }
  yield* held ?? [];
}

function record(
  exchange: Exchange,
  { channel, target }: Candidate,
  began: number,
  error?: GatewayError,
): void {
  exchange.parts.metrics.attempt({ channel: channel.name, outcome: error?.code ?? 'ok' });
  exchange.attempts.push({
    channel: channel.name,
    model: target.model,
    ms: exchange.parts.now() - began,
    usd: costOfAttempt(exchange),
    ...(error && { error: error.code }),
    ...(error?.facts.upstreamStatus !== undefined && { upstreamStatus: error.facts.upstreamStatus }),
  });
}
