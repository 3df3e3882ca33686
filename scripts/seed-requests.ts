import { createHash, randomUUID } from 'node:crypto';
import type { ImageRow, LogEntry, Records, RequestRow } from '../src/storage/ports.ts';
import { createSqliteRecords } from '../src/storage/sqlite/records.ts';
import { toBatch } from '../src/telemetry/log-batch.ts';

/**
 * Fills a SQLite database with requests of the last 90 days and measures how long lists and reports take:
 * `node scripts/seed-requests.ts <file> [requests]`; 0 requests: measures what is there. For a look at a console with much to show, start the gateway on the file's folder.
 */
const DAY_MS = 86_400_000;
const DAYS = 90;
const BATCH = 1_000;
const ROUNDS = 9;
const MODELS = [
  'gpt-image-2',
  'gpt-5-mini',
  'gemini-3-pro-image',
  'doubao-seedream-4-5-251128',
  'claude-sonnet-5',
];
const CHANNELS = ['openai', 'azure', 'gemini', 'doubao'];
const COST = { usd: 0.0336, basis: 'tokens', lines: [] } as const;

const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item;

function entry(index: number, createdAt: number): LogEntry {
  const id = `req_${randomUUID().replaceAll('-', '')}`;
  const [model, channel] = [pick(MODELS, index), pick(CHANNELS, index * 7)];
  const failed = index % 50 === 0;
  const usage = { inputTokens: 1_200 + (index % 900), outputTokens: 300 + (index % 700) };
  const common = { project: 'default', costNanoUsd: failed ? null : 33_600_000, cost: failed ? null : COST };
  const shared = { ...common, usage, channel, warnings: [], errorCode: failed ? 'upstream_error' : null };
  return {
    request: {
      ...{
        ...shared,
        id,
        model,
        createdAt,
        keyId: `key_${index % 20}`,
        userId: null,
        ip: '192.0.2.1',
        client: 'seed/1',
      },
      ...{
        traceId: index % 3 === 0 ? `task_${index % 5_000}` : id,
        threadId: null,
        durationMs: 400 + (index % 20_000),
      },
      ...{
        firstMs: 200,
        dialect: 'openai-chat',
        path: '/v1/chat/completions',
        stream: true,
        status: failed ? 502 : 200,
      },
      ...{ errorMessage: failed ? 'The provider failed.' : null, upstreamModel: model, executionCount: 1 },
      ...{ inputTokens: usage.inputTokens, outputTokens: usage.outputTokens, totalTokens: 1_500 },
      imageCount: index % 4 === 0 ? 1 : 0,
    },
    executions: [
      {
        ...{
          ...shared,
          requestId: id,
          position: 0,
          startedAt: createdAt,
          durationMs: 400,
          firstMs: 200,
          credential: null,
        },
        ...{ model, upstreamStatus: failed ? 502 : null, pictures: [] },
        score: { total: 1, health: 'closed', parts: { errors: 0, weight: 1 } },
      },
    ],
  };
}

const imageOf = ({ id, keyId, traceId, model, createdAt }: RequestRow): ImageRow => ({
  ...{ id: id.replace('req_', 'img_'), project: 'default', keyId, userId: null, requestId: id, traceId },
  ...{
    sha256: createHash('sha256').update(id).digest('hex'),
    mediaType: 'image/png',
    width: 1_024,
    height: 1_024,
  },
  ...{
    bytes: 2_000_000,
    hasAlpha: false,
    model,
    signature: null,
    prompt: 'A red kite over the sea, in the evening',
  },
  ...{ parameters: { size: '1024x1024' }, thumbnail: null, createdAt },
});

async function fill({ requests, images }: Records, count: number, now: number): Promise<void> {
  const began = performance.now();
  for (let start = 0; start < count; start += BATCH) {
    const size = Math.min(BATCH, count - start);
    const at = (index: number) => Math.floor(now - (DAYS * DAY_MS * (count - start - index)) / count);
    const entries = Array.from({ length: size }, (_, index) => entry(start + index, at(index)));
    await requests.write(toBatch(entries));
    for (const { request } of entries) if (request.imageCount > 0) await images.insert(imageOf(request));
  }
  if (count === 0) return;
  const micros = ((performance.now() - began) * 1_000) / count;
  console.log(`${count} requests written in batches of ${BATCH}: ${micros.toFixed(0)} µs each`);
}

async function measure(title: string, ask: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    await ask();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  console.log(`${title}: median ${times[ROUNDS >> 1]?.toFixed(1)} ms, worst ${times.at(-1)?.toFixed(1)} ms`);
}

async function ask({ requests, traces, usage, images, bodies }: Records, now: number): Promise<void> {
  const page = { limit: 50 };
  const middle = { limit: 50, after: { at: now - 45 * DAY_MS, id: '' } };
  const list =
    (filter: Parameters<typeof requests.list>[1], where = page) =>
    () =>
      requests.list('default', filter, where);
  await measure('newest requests', list({}));
  await measure('requests in the middle', list({}, middle));
  await measure('of a key', list({ keyId: 'key_3' }));
  await measure('of a model', list({ model: 'gpt-5-mini' }));
  await measure('of a trace', list({ traceId: 'task_9' }));
  await measure('that failed', list({ outcome: 'failed' }));
  await measure('with pictures, of a channel', list({ hasImages: true, channel: 'gemini' }));
  await measure('a status that none has (10,000 rows looked at)', list({ status: 418 }));
  await measure(
    'over a dollar of a key (10,000 rows looked at)',
    list({ keyId: 'key_3', minCostNanoUsd: 1e9 }),
  );
  await measure('traces', () => traces.list('default', {}, page));
  await measure('pinned traces', () => traces.list('default', { pinned: true }, page));
  await measure('traces of a thread', () => traces.list('default', { threadId: 'talk_9' }, page));
  await measure('a trace', () => traces.find('default', 'task_9'));
  await measure('gallery', () => images.list('default', {}, page));
  await measure('gallery, of a model', () => images.list('default', { model: 'gpt-image-2' }, page));
  await measure('gallery, a word (10,000 rows looked at)', () =>
    images.list('default', { text: 'zebra' }, page),
  );
  await measure('a request with its attempts, pictures and bodies', async () => {
    const [row] = (await requests.list('default', {}, { limit: 1 })).items;
    const id = row?.id ?? '';
    await Promise.all([
      requests.find('default', id),
      requests.executions('default', id),
      images.ofRequest('default', id),
      bodies.list('default', id),
    ]);
  });
  const report = {
    project: 'default',
    since: now - DAYS * DAY_MS,
    until: now,
    step: 900_000,
    filter: {},
  } as const;
  const buckets = { sizeMs: DAY_MS, offsets: [{ from: 0, offsetMs: 3_600_000 }] };
  await measure('usage of 90 days by day and channel', () =>
    usage.sums({ ...report, by: ['channel'], buckets }),
  );
  await measure('usage of 7 days by day and channel', () =>
    usage.sums({ ...report, since: now - 7 * DAY_MS, by: ['channel'], buckets }),
  );
  await measure('latencies of 7 days', () =>
    usage.latencies({ ...report, since: now - 7 * DAY_MS, by: 'channel' }),
  );
}

const [file, count = '1000000'] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: node scripts/seed-requests.ts <file> [requests]');
const records = await createSqliteRecords({ file });
const now = Date.now();
await fill(records, Number(count), now);
await ask(records, now);
await records.close();
