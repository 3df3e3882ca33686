import type { Usage } from '../contract/response.ts';
import { NO_USE, USAGE_COUNTS } from '../contract/usage-counts.ts';
import { counted } from '../lib/counted.ts';
import type {
  ExecutionRow,
  LatencyCount,
  LogBatch,
  LogEntry,
  PictureCount,
  RequestRow,
  TraceTouch,
  UsageCounts,
  UsageKey,
  UsageSum,
} from '../storage/ports.ts';
import { latencyBin } from './latency-bins.ts';

const MINUTE_MS = 60_000;
const QUARTER_MS = 900_000;

/** Rows as they are written, and what they add to traces and sums. */
export function toBatch(entries: readonly LogEntry[]): LogBatch {
  const sums = new Sums();
  for (const { request, executions } of entries) {
    const key = minuteOf(request);
    sums.add({ ...key, channel: request.channel ?? '' }, countsOfRequest(request));
    for (const execution of executions) {
      sums.add({ ...key, channel: execution.channel }, countsOfExecution(execution));
    }
  }
  return {
    requests: entries.map(({ request }) => request),
    executions: entries.flatMap(({ executions }) => executions),
    traces: touches(entries),
    sums: sums.all(),
    latencies: counted(entries.flatMap(latencies), 'requests'),
    pictures: counted(entries.flatMap(pictures), 'pictures'),
    settles: entries.flatMap(({ request, unsettled }) => (unsettled ? [request.id] : [])),
  };
}

const beginOf = (at: number, step: number): number => at - (at % step);
const quarterOf = (at: number): number => beginOf(at, QUARTER_MS);

const minuteOf = ({ createdAt, project, keyId, userId, model }: RequestRow): Omit<UsageKey, 'channel'> => ({
  step: MINUTE_MS,
  at: beginOf(createdAt, MINUTE_MS),
  project,
  keyId,
  userId: userId ?? '',
  model,
});

const countsOfRequest = ({ errorCode, imageCount, durationMs }: RequestRow): Partial<UsageCounts> => ({
  requests: 1,
  failedRequests: errorCode === null ? 0 : 1,
  images: imageCount,
  durationMs,
});

const TOKENS = [
  'inputTokens',
  'outputTokens',
  'cachedInputTokens',
  'cacheWriteTokens',
  'reasoningTokens',
  'inputImageTokens',
  'outputImageTokens',
] as const satisfies readonly (keyof Usage & keyof UsageCounts)[];

function countsOfExecution({ errorCode, usage, costNanoUsd }: ExecutionRow): Partial<UsageCounts> {
  const counts: { -readonly [name in keyof UsageCounts]?: number } = {
    executions: 1,
    failedExecutions: errorCode === null ? 0 : 1,
    costNanoUsd: costNanoUsd ?? 0,
    unknownCosts: costNanoUsd === null ? 1 : 0,
  };
  if (usage) for (const name of TOKENS) counts[name] = usage[name] ?? 0;
  return counts;
}

type Sum = { -readonly [name in keyof UsageSum]: UsageSum[name] };

/** Adds in place: it is done several times for every request. */
class Sums {
  readonly #byKey = new Map<string, Sum>();

  add(key: UsageKey, counts: Partial<UsageCounts>): void {
    const { step, at, project, keyId, userId, model, channel } = key;
    // Models are named by clients, with whatever is in it: they stand last.
    const name = [step, at, project, keyId, userId, channel, model].join('\n');
    const sum = this.#byKey.get(name) ?? { ...key, ...NO_USE };
    this.#byKey.set(name, sum);
    for (const count of USAGE_COUNTS) sum[count] += counts[count] ?? 0;
  }

  all(): UsageSum[] {
    return [...this.#byKey.values()];
  }
}

/** Failures say nothing about how fast a model is. */
function latencies({ request }: LogEntry): LatencyCount[] {
  const { createdAt, project, model, channel, durationMs, firstMs, errorCode } = request;
  if (errorCode !== null) return [];
  const key = { at: quarterOf(createdAt), project, model, channel: channel ?? '', requests: 1 };
  const whole = { ...key, kind: 'whole', bin: latencyBin(durationMs) } as const;
  return firstMs === null ? [whole] : [whole, { ...key, kind: 'first', bin: latencyBin(firstMs) }];
}

const pictures = ({ request, executions }: LogEntry): PictureCount[] =>
  executions.flatMap((execution) =>
    execution.pictures.map(({ size, quality, count }) => ({
      at: quarterOf(request.createdAt),
      project: request.project,
      keyId: request.keyId,
      model: request.model,
      channel: execution.channel,
      size,
      quality,
      pictures: count,
    })),
  );

/** A request that nobody put into a trace is one by itself, which needs no row. */
function touches(entries: readonly LogEntry[]): TraceTouch[] {
  const byId = new Map<string, TraceTouch>();
  for (const { request } of entries) {
    const { project, id: requestId, traceId: id, threadId, createdAt } = request;
    if (id === null || id === requestId) continue;
    const key = `${project}\n${id}`;
    const known = byId.get(key) ?? { project, id, threadId, firstAt: createdAt, lastAt: createdAt };
    byId.set(key, {
      ...known,
      threadId: threadId ?? known.threadId,
      firstAt: Math.min(known.firstAt, createdAt),
      lastAt: Math.max(known.lastAt, createdAt),
    });
  }
  return [...byId.values()];
}
