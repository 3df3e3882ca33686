import { type Cost, isKnown } from '../../contract/cost.ts';
import type { GatewayError } from '../../contract/error.ts';
import type { Request, Warning } from '../../contract/request.ts';
import type { Usage } from '../../contract/response.ts';
import { clip } from '../../lib/clip.ts';
import { toNano } from '../../metering/nano-usd.ts';
import type { DrawnPictures, ExecutionRow, LogEntry, RequestRow } from '../../storage/ports.ts';
import { totalTokens } from '../admit/reserve.ts';
import type { Attempt, Exchange, PassedOver } from '../exchange.ts';
import { costSoFar } from './meter.ts';

/** How an exchange ended. */
export interface Ending {
  readonly request: Request | undefined;
  /** As the client was told. */
  readonly usage: Usage | undefined;
  readonly imageCount: number;
  readonly error: GatewayError | undefined;
  /** HTTP status. */
  readonly status: number;
  /** Unix milliseconds. */
  readonly at: number;
}

/** Most bytes of what clients and upstreams put into a row, so that it stays below 2 KB whatever they do. */
const MOST = {
  trace: 128,
  path: 96,
  model: 120,
  channel: 80,
  credential: 60,
  message: 140,
  client: 80,
  cost: 300,
  warnings: 240,
};
/** A row of an execution has fewer members and room for more of these. */
const MOST_OF_EXECUTION = { cost: 700, warnings: 600, detail: 240 };

/** The rows that tell of an exchange. */
export function logEntry(exchange: Exchange, ending: Ending): LogEntry {
  const project = exchange.caller?.project ?? '';
  const { requestId, job } = exchange.incoming;
  return {
    // An earlier process may have begun a job.
    ...((exchange.unsettled || job) && { unsettled: true }),
    request: requestRow(exchange, ending),
    executions: exchange.attempts.map((attempt, position) => ({
      requestId,
      position,
      project,
      ...executionOf(attempt),
    })),
  };
}

function requestRow(
  exchange: Exchange,
  { request, usage, imageCount, error, status, at }: Ending,
): RequestRow {
  const { incoming, caller, started, attempts, trace, warnings } = exchange;
  const cost = costSoFar(exchange);
  const last = attempts.at(-1);
  return {
    id: incoming.requestId,
    project: caller?.project ?? '',
    keyId: caller?.keyId ?? '',
    userId: caller?.ownerId ?? null,
    traceId: clip(trace?.traceId ?? incoming.requestId, MOST.trace),
    threadId: trace?.threadId ? clip(trace.threadId, MOST.trace) : null,
    createdAt: started,
    durationMs: at - started,
    firstMs: last?.firstMs === undefined ? null : last.startedAt - started + last.firstMs,
    dialect: incoming.dialect.id,
    path: clip(incoming.path, MOST.path),
    model: clip(request?.model ?? exchange.model, MOST.model),
    stream: request?.stream ?? false,
    status,
    errorCode: error?.code ?? null,
    errorMessage: error ? clip(error.message, MOST.message) : null,
    channel: last ? clip(last.channel, MOST.channel) : null,
    upstreamModel: last ? clip(last.model, MOST.model) : null,
    executionCount: attempts.length,
    usage: usage ?? null,
    inputTokens: usage?.inputTokens ?? null,
    outputTokens: usage?.outputTokens ?? null,
    totalTokens: totalTokens(usage),
    costNanoUsd: isKnown(cost) ? toNano(cost.usd) : null,
    cost: cost ? briefCost(cost, MOST.cost) : null,
    warnings: briefWarnings(warnings, MOST.warnings),
    imageCount,
    client: clientOf(incoming.headers['user-agent']),
    ip: incoming.ip,
  };
}

const clientOf = (header: string | string[] | undefined): string | null =>
  typeof header === 'string' && header !== '' ? clip(header, MOST.client) : null;

function executionOf(attempt: Attempt): Omit<ExecutionRow, 'requestId' | 'position' | 'project'> {
  const {
    channel,
    credential,
    model,
    score,
    passedOver,
    startedAt,
    ms,
    firstMs,
    error,
    errorDetail,
    upstreamStatus,
    cost,
    usage,
    warnings,
  } = attempt;
  return {
    startedAt,
    durationMs: ms,
    firstMs: firstMs ?? null,
    channel: clip(channel, MOST.channel),
    credential: credential === undefined ? null : clip(credential, MOST.credential),
    model: clip(model, MOST.model),
    errorCode: error ?? null,
    upstreamStatus: upstreamStatus ?? null,
    errorDetail: errorDetail === undefined ? null : clip(errorDetail, MOST_OF_EXECUTION.detail),
    score: {
      ...score,
      parts: { ...score.parts },
      ...(passedOver.length > 0 && { passedOver: briefly(passedOver) }),
    },
    usage: usage ?? null,
    pictures: kindsOf(attempt),
    costNanoUsd: isKnown(cost) ? toNano(cost.usd) : null,
    cost: briefCost(cost, MOST_OF_EXECUTION.cost),
    warnings: briefWarnings(warnings, MOST_OF_EXECUTION.warnings),
  };
}

const MOST_PASSED_OVER = 5;

const briefly = (passedOver: readonly PassedOver[]): PassedOver[] =>
  passedOver.slice(0, MOST_PASSED_OVER).map(({ channel, reason }) => ({
    channel: clip(channel, MOST.channel),
    reason: clip(reason, MOST.message),
  }));

function kindsOf({ pictures }: Attempt): DrawnPictures[] {
  const kinds = Map.groupBy(pictures, ({ width, height, quality = '' }) => `${width}x${height} ${quality}`);
  return [...kinds].map(([kind, alike]) => {
    const [size = '', quality = ''] = kind.split(' ', 2);
    return { size, quality, count: alike.length };
  });
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** Without its lines where they take too much room: the sum is what matters. */
function briefCost(cost: Cost, most: number): Cost {
  if (bytesOf(cost) <= most) return cost;
  return isKnown(cost) ? { ...cost, lines: [] } : { ...cost, unknown: clip(cost.unknown, most / 2) };
}

const MOST_OF_DETAIL = 120;

/** The first ones, and how many more there were. */
function briefWarnings(warnings: readonly Warning[], most: number): readonly Warning[] {
  if (warnings.length === 0 || bytesOf(warnings) <= most) return warnings;
  const more = (count: number): Warning => ({
    kind: 'ignored',
    field: '*',
    detail: `${count} more warnings`,
  });
  const brief: Warning[] = [];
  for (const { kind, field, detail } of warnings) {
    const short = { kind, field: clip(field, MOST_OF_DETAIL / 2), detail: clip(detail, MOST_OF_DETAIL) };
    if (bytesOf([...brief, short, more(warnings.length)]) > most) break;
    brief.push(short);
  }
  return brief.length === warnings.length ? brief : [...brief, more(warnings.length - brief.length)];
}
