import { GatewayError } from '../contract/error.ts';
import type { Request, Warning } from '../contract/request.ts';
import type { StreamEvent } from '../contract/response.ts';
import type { Candidate } from '../routing/candidates.ts';
import type { RankedCandidate } from '../routing/router.ts';
import { type Patience, type Verdict, verdict } from '../routing/verdict.ts';
import { Admissions, type Admitted } from './admit/admissions.ts';
import { refuseCrowd } from './admit/refuse-crowd.ts';
import { type Answer, type AnswerEvent, eachEvent } from './answer.ts';
import { callTarget } from './call/call.ts';
import { severalChoices } from './call/choices.ts';
import { pause } from './call/pause.ts';
import { sideBySide } from './call/side-by-side.ts';
import { Try } from './call/try-target.ts';
import type { Exchange, PipelineParts } from './exchange.ts';
import { countPictures } from './finish/count-pictures.ts';
import { finishPictures } from './finish/finish.ts';
import { onlyPictures } from './finish/only-pictures.ts';
import { requireAnswer } from './finish/require-answer.ts';
import { requirePicture } from './finish/require-picture.ts';
import { keepUnsettled } from './log/keep-unsettled.ts';
import { Meter, meteredJob } from './log/meter.ts';
import { prepare } from './prepare/index.ts';
import { planRelay, relay } from './relay/index.ts';
import type { Routes } from './route.ts';
import { wantsPicture } from './wants-picture.ts';
import type { Work } from './work.ts';

/**
 * Asks one target after the other until one answers. Batches of a target are held back until it has begun to say something
 * (for a client that takes the answer whole: until it has ended), so that a failure before that leaves no trace in the answer.
 */
export async function* attempt(
  exchange: Exchange,
  request: Request,
  targets: readonly RankedCandidate[],
  alternatives: Routes['alternatives'],
): AsyncGenerator<readonly AnswerEvent[]> {
  const admissions = new Admissions(exchange, request, targets);
  let admitted: Admitted | undefined = await admissions.first();
  let waits = 0;
  while (admitted) {
    const { candidate }: Admitted = admitted;
    const announced = exchange.warnings.length;
    const progress = { answered: false };
    const current = new Try(exchange, admitted);
    try {
      await exchange.incoming.job?.journal.begin(candidate);
      const events = askTarget(exchange, current, request, alternatives);
      yield* heldBack(events, request.stream, progress, current);
      current.succeeded();
      return;
    } catch (thrown) {
      const error = GatewayError.from(thrown);
      current.failed(error);
      admissions.leaveOut(candidate, error);
      const next = judge(exchange, request, error, { ...progress, waits, left: admissions.left });
      if (next.step === 'stop') throw error;
      if (next.step === 'again') {
        await pause(next.afterMs, stopSignal(exchange));
        waits += 1;
        admitted = await admissions.again(candidate);
      }
      if (next.step === 'next' || !admitted) {
        waits = 0;
        admitted = await admissions.next();
      }
      if (!admitted) throw error;
      exchange.warnings.length = announced;
    } finally {
      current.abandoned();
    }
  }
}

interface Situation {
  readonly answered: boolean;
  readonly waits: number;
  readonly left: readonly RankedCandidate[];
}

function judge(
  { parts, caller, retryUnknown }: Exchange,
  request: Request,
  error: GatewayError,
  { answered, waits, left }: Situation,
): Verdict {
  const elsewhere = left.some((each) => parts.router.seemsWell(each));
  const picture = wantsPicture(request);
  const repeatable = retryUnknown || caller?.retry.unknownOutcomes === true;
  const patience = patienceFor(parts, caller);
  return verdict(
    error,
    { picture, answered, retryUnknown: repeatable, elsewhere, waits, patience },
    parts.random,
  );
}

/** The key's profile goes before the settings, whoever else seems well. */
function patienceFor({ retries }: PipelineParts, caller: Exchange['caller']): Patience {
  const { patienceMs } = caller?.retry ?? {};
  const settings = retries();
  if (patienceMs === undefined) return settings;
  const patienceElsewhereMs = Math.min(settings.patienceElsewhereMs, patienceMs);
  return { ...settings, patienceMs, patienceElsewhereMs };
}

/** One target's answer, pictures finished and kept. */
function askTarget(
  exchange: Exchange,
  current: Try,
  request: Request,
  alternatives: Routes['alternatives'],
): Answer {
  const { candidate } = current;
  const relaying = planRelay(exchange, candidate, request);
  return relaying
    ? relay(exchange, candidate, relaying, stopSignal(exchange))
    : convert(exchange, current, request, alternatives);
}

async function* convert(
  exchange: Exchange,
  current: Try,
  request: Request,
  alternatives: Routes['alternatives'],
): AsyncGenerator<readonly AnswerEvent[]> {
  const { candidate } = current;
  const work = await prepare(exchange, candidate, request, alternatives);
  refuseCrowd(work.warnings);
  const announced = work.warnings.flatMap((warning) => told(exchange, warning));
  if (announced.length > 0) yield announced;
  if (exchange.incoming.clientGone.aborted) throw new GatewayError('client_closed', 'The client went away.');
  current.makes(work.tasks.length);
  if (work.finishing) await keepUnsettled(exchange, current, request, work.tasks.length);
  const runs = runsOf(exchange, candidate, work);
  const made = work.choices ? severalChoices(runs) : sideBySide(runs, countField(work));
  const answer = request.operation === 'chat' ? requireAnswer(made) : made;
  const found = requirePicture(work, answer);
  const wanted = wantsNoWords(request) ? onlyPictures(found, wordsField(work)) : found;
  yield* eachEvent<StreamEvent, StreamEvent>(wanted, (event, pass) => {
    if (event.type === 'warning') told(exchange, event.warning).forEach(pass);
    else pass(event);
  });
}

/** A warning, with the client's own name of what was changed; several pictures or calls often have the same one to give. */
function told({ incoming, warnings }: Exchange, { kind, field: given, detail }: Warning): StreamEvent[] {
  const field = incoming.dialect.nameOf?.(given) ?? given;
  const isKnown = warnings.some(
    (known) => known.kind === kind && known.field === field && known.detail === detail,
  );
  if (isKnown) return [];
  const warning: Warning = { kind, field, detail };
  warnings.push(warning);
  return [{ type: 'warning', warning }];
}

/** Where the model may do without a picture, its words are the answer. */
const wantsNoWords = (request: Request): boolean =>
  request.operation === 'chat' && request.output.image?.required === true && !request.output.image.text;

const wordsField = ({ finishing }: Work): string => finishing?.fields.text ?? 'modalities';

const countField = ({ finishing }: Work): string => finishing?.fields.count ?? 'n';

function runsOf(exchange: Exchange, candidate: Candidate, work: Work) {
  // Once a picture is being drawn it is paid for: the client's leaving does not stop the call.
  const signal = work.finishing ? endSignal(exchange) : stopSignal(exchange);
  return work.tasks.map((task, number) => () => {
    const meter = new Meter(exchange, candidate, meteredJob(task));
    const called = callTarget(exchange, candidate, { ...task, number }, signal);
    const counted = countPictures(task.job, countField(work), called);
    return finishPictures(exchange, work.finishing, counted, meter);
  });
}

/** An answer that is kept is made to its end, whoever has left: it will be asked for again. */
const stopSignal = (exchange: Exchange): AbortSignal => {
  const { incoming, parts, recording } = exchange;
  if (recording) return endSignal(exchange);
  return incoming.stop ?? AbortSignal.any([incoming.clientGone, parts.shutdown]);
};

/** The end of the process, or of a job that somebody has cancelled. */
const endSignal = ({ incoming: { job }, parts }: Exchange): AbortSignal =>
  job ? AbortSignal.any([job.cancelled, parts.shutdown]) : parts.shutdown;

const SAYS_SOMETHING: readonly AnswerEvent['type'][] = [
  'relayed',
  'relayed-whole',
  'text-delta',
  'input-delta',
  'media-partial',
  'media-end',
];

async function* heldBack(
  answer: Answer,
  streaming: boolean,
  progress: { answered: boolean },
  current: Try,
): AsyncGenerator<readonly AnswerEvent[]> {
  let held: AnswerEvent[] | undefined = [];
  for await (const batch of answer) {
    if (!held) {
      yield batch;
      continue;
    }
    held.push(...batch);
    if (!batch.some(({ type }) => SAYS_SOMETHING.includes(type))) continue;
    current.begun();
    if (!streaming) continue;
    progress.answered = true;
    yield held;
    held = undefined;
  }
  if (held && held.length > 0) yield held;
}
