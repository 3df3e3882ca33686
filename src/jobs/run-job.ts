import { openPrivate } from '../answers/private-blob.ts';
import type { AnswerHead, Recording } from '../answers/recording.ts';
import type { Dialect, Route } from '../contract/dialect.ts';
import { GatewayError } from '../contract/error.ts';
import type { RunningJob } from '../pipeline/exchange.ts';
import type { Incoming, PipelineParts, WholeOutcome } from '../pipeline/index.ts';
import { runExchange } from '../pipeline/index.ts';
import { type Begun, isResumable, Journal } from '../pipeline/journal.ts';
import type { JobEnd, JobRecords, JobRow } from '../storage/ports.ts';
import { writeJson } from '../wire/json-write.ts';
import { readBody } from '../wire/read-body.ts';
import { JobNotes } from './job-notes.ts';

export interface RunJobParts {
  readonly pipeline: PipelineParts;
  readonly jobs: JobRecords;
  readonly dialects: readonly Dialect[];
  /** This process. */
  readonly node: string;
  readonly maxBodyBytes: number;
  /** A job that only waits lends its place to another one. */
  readonly away: (wait: () => Promise<void>, signal: AbortSignal) => Promise<void>;
  /** Status and headers that an answer goes out with. */
  readonly headOf: (outcome: WholeOutcome, requestId: string) => AnswerHead;
}

/** How a run came out; undefined: another process, or this one's next start, is to go on with it. */
export type JobOutcome = Pick<JobEnd, 'status' | 'errorCode' | 'errorMessage'> | undefined;

/** Does a job's work like the request it came from, and keeps the answer under the job's request id. Never fails. */
export async function runJob(parts: RunJobParts, row: JobRow, cancelled: AbortSignal): Promise<JobOutcome> {
  const { answers, onError } = parts.pipeline;
  try {
    const kept = await answers.find(row.project, row.keyId, row.requestId);
    // The answer was complete when the process died.
    if (kept?.state === 'done') return COMPLETED;
    if (kept?.open)
      return failure(new GatewayError('upstream_error', 'The job failed; its result tells why.'));
    if (kept) await answers.discard(row.requestId);
    return await work(parts, row, cancelled);
  } catch (error) {
    onError(GatewayError.from(error), row.requestId);
    return failure(GatewayError.from(error));
  }
}

/** For channels at their limits. Who has not been served by then is told, rather than tomorrow. */
const LONGEST_WAIT_MS = 3_600_000;

const COMPLETED = { status: 'done', errorCode: null, errorMessage: null } as const;
const CANCELLED = { status: 'cancelled', errorCode: null, errorMessage: null } as const;
const failure = ({ code, message }: GatewayError): JobOutcome => ({
  status: 'failed',
  errorCode: code,
  errorMessage: message,
});

async function work(parts: RunJobParts, row: JobRow, cancelled: AbortSignal): Promise<JobOutcome> {
  const { pipeline, node, jobs, headOf } = parts;
  const begun = begunBefore(parts, row);
  const outcome = await runExchange(pipeline, incomingOf(parts, row, { cancelled, ...begun }));
  if (outcome.kind !== 'whole') throw new TypeError('the answer to a job is whole');
  const { project, keyId, requestId, url } = row;
  const asked = { requestId, project, keyId, path: url.split('?', 1)[0] ?? url };
  const recording = outcome.recording ?? pipeline.answers.begin(asked);
  try {
    const { error } = outcome;
    if (error && cancelled.aborted) return await dropped(recording, CANCELLED);
    if (error && pipeline.shutdown.aborted && begun.journal.isResumable) {
      await jobs.release(node, row.id);
      return await dropped(recording, undefined);
    }
    const told = error && pipeline.shutdown.aborted ? stopped(parts, row, outcome) : outcome;
    // Even what may be tried again: there is somebody who will ask how it came out.
    if (told.error) recording.failed({ forget: false });
    await recording.add(told.relayed ?? writeJson(told.reply.tree));
    await recording.end(headOf(told, requestId));
    return told.error ? failure(told.error) : COMPLETED;
  } finally {
    await recording.close();
    await outcome.close();
  }
}

/** The process ends in the middle of a call that nobody can ask about. */
function stopped({ dialects }: RunJobParts, row: JobRow, outcome: WholeOutcome): WholeOutcome {
  const error = outcomeUnknown();
  const { dialect } = routeOf(dialects, row);
  return { ...outcome, error, reply: dialect.encodeError(error, row.requestId) };
}

async function dropped(recording: Recording, outcome: JobOutcome): Promise<JobOutcome> {
  recording.failed({ forget: true });
  await recording.close();
  return outcome;
}

/** What an earlier process has left of the work, and whether going on may do something twice. */
function begunBefore({ jobs, node }: RunJobParts, row: JobRow) {
  const left = row.work === null ? undefined : (JSON.parse(row.work) as Begun);
  const mayRepeat = (JSON.parse(row.headers) as Incoming['headers'])['ah-retry-unknown'] === 'true';
  const isSafe = isResumable(left);
  const write = (begun: Begun) => jobs.note(node, row.id, { work: JSON.stringify(begun) });
  return {
    journal: new Journal(write, isSafe ? left : undefined),
    mayGoOn: isSafe || mayRepeat,
    ...(left && !isSafe && { lost: { channel: left.channel, model: left.model } }),
  };
}

interface Running {
  readonly cancelled: AbortSignal;
  readonly journal: Journal;
  readonly mayGoOn: boolean;
  readonly lost?: RunningJob['lost'];
}

function incomingOf(parts: RunJobParts, row: JobRow, running: Running): Incoming {
  const { cancelled, journal, mayGoOn, lost } = running;
  const { pipeline, node, jobs, dialects } = parts;
  const { dialect, route } = routeOf(dialects, row);
  const notes = new JobNotes(pipeline.blobs, jobs, node, row);
  const headers = JSON.parse(row.headers) as Incoming['headers'];
  return {
    requestId: row.requestId,
    dialect,
    route,
    url: row.url,
    path: row.url.split('?', 1)[0] ?? row.url,
    params: JSON.parse(row.params) as Incoming['params'],
    headers,
    origin: row.origin,
    ip: row.ip,
    clientGone: cancelled,
    records: true,
    readBody: async (spool) => {
      const input = await openPrivate(pipeline.blobs, row.input);
      if (!input) throw new GatewayError('internal', "The job's request is gone from the store.");
      const contentType = String(headers['content-type']);
      return readBody(input.read(), {
        contentType,
        accepts: route.accepts,
        spool,
        maxBytes: parts.maxBodyBytes,
      });
    },
    job: {
      authenticate: () => pipeline.keyring.recall(row.keyHash),
      cancelled,
      away: parts.away,
      journal,
      waitsUntil: row.createdAt + LONGEST_WAIT_MS,
      ...(lost && { lost }),
      mayGoOn: () => {
        if (!mayGoOn) throw outcomeUnknown();
      },
      begins: (request) => notes.begins(request),
      watch: (event) => notes.watch(event),
    },
  };
}

function routeOf(dialects: readonly Dialect[], row: JobRow): { dialect: Dialect; route: Route } {
  const dialect = dialects.find(({ id }) => id === row.dialect);
  const route = dialect?.routes.find(({ paths }) => paths[0] === row.route);
  if (dialect && route) return { dialect, route };
  throw new GatewayError('internal', 'This version of the gateway no longer knows the route of this job.');
}

const outcomeUnknown = (): GatewayError =>
  new GatewayError(
    'interrupted',
    'The gateway was interrupted while a provider worked on this job that cannot be asked for results later. ' +
      'Whether a picture was made, and is billed, is unknown, so it is not asked again by itself. ' +
      'Send the request anew, or with "AH-Retry-Unknown: true" to let jobs be repeated in such a case.',
  );
