import type { ExecutionRow, LogEntry, RequestRow, UsageStep, UsageStretch } from '../../src/storage/ports.ts';

/** Beyond 32 bits, as every time is; the beginning of a quarter of an hour. */
export const NOON = 1_795_003_200_000;

/** All the time, by steps of one length. */
export const everBy = (step: UsageStep): UsageStretch[] => [{ step, since: 0, until: NOON * 2 }];

const REQUEST: RequestRow = {
  id: 'req_1',
  project: 'default',
  keyId: 'key_1',
  userId: null,
  createdAt: NOON,
  traceId: 'trace-1',
  threadId: null,
  durationMs: 1234,
  firstMs: 56,
  dialect: 'openai-chat',
  path: '/v1/chat/completions',
  model: 'gpt-image-2',
  stream: true,
  status: 200,
  errorCode: null,
  errorMessage: null,
  channel: 'second',
  upstreamModel: 'gpt-image-2-2026',
  executionCount: 2,
  usage: { inputTokens: 10, outputTokens: 20 },
  inputTokens: 10,
  outputTokens: 20,
  totalTokens: 30,
  costNanoUsd: 33_600_000,
  cost: { usd: 0.0336, basis: 'tokens', lines: [] },
  warnings: [{ kind: 'adjusted', field: 'size', detail: '红风筝 🪁' }],
  imageCount: 2,
  client: 'curl/8',
  ip: '192.0.2.1',
};

const EXECUTION: ExecutionRow = {
  requestId: 'req_1',
  position: 0,
  project: 'default',
  startedAt: NOON + 5,
  durationMs: 1200,
  firstMs: null,
  channel: 'second',
  credential: null,
  model: 'gpt-image-2-2026',
  errorCode: null,
  upstreamStatus: null,
  errorDetail: null,
  score: { total: 0.5, health: 'closed', parts: { errors: 0, weight: 0.5 } },
  usage: { inputTokens: 10, outputTokens: 20, cachedInputTokens: 3 },
  pictures: [{ size: '1024x1024', quality: 'high', count: 2 }],
  costNanoUsd: 33_600_000,
  cost: { usd: 0.0336, basis: 'tokens', lines: [] },
  warnings: [],
};

/** An exchange in the log that differs in these from one that went well. */
export function logEntry(
  request: Partial<RequestRow> = {},
  executions: readonly Partial<ExecutionRow>[] = [{}],
): LogEntry {
  const row = { ...REQUEST, ...request };
  return {
    request: row,
    executions: executions.map((each, position) => ({
      ...EXECUTION,
      requestId: row.id,
      project: row.project,
      position,
      ...each,
    })),
  };
}
