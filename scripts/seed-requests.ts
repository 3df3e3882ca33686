import type { Records } from '../src/storage/ports.ts';
import { createSqliteRecords } from '../src/storage/sqlite/records.ts';
import type { BucketSize } from '../src/telemetry/local-buckets.ts';
import { toBatch } from '../src/telemetry/log-batch.ts';
import { usageReport } from '../src/telemetry/usage-report.ts';
import { COARSE_STEPS, stretchesOf } from '../src/telemetry/usage-stretches.ts';
import { seedEntry, seedImage } from './seed/entry.ts';

/**
 * Fills a SQLite database with requests of the last 90 days and measures how long lists and reports take:
 * `node scripts/seed-requests.ts <file> [requests]`; 0 requests: measures what is there. For a look at a console with much to show, start the gateway on the file's folder.
 */
const DAY_MS = 86_400_000;
const DAYS = 90;
const BATCH = 1_000;
const ROUNDS = 9;
async function fill({ requests, images }: Records, count: number, now: number): Promise<void> {
  const began = performance.now();
  for (let start = 0; start < count; start += BATCH) {
    const size = Math.min(BATCH, count - start);
    const at = (index: number) => Math.floor(now - (DAYS * DAY_MS * (count - start - index)) / count);
    const entries = Array.from({ length: size }, (_, index) => seedEntry(start + index, at(index)));
    await requests.write(toBatch(entries));
    for (const { request } of entries) if (request.imageCount > 0) await images.insert(seedImage(request));
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
  const since = (days: number) => now - days * DAY_MS;
  const report = (days: number, bucket?: BucketSize) =>
    usageReport(
      usage,
      {
        ...{ project: 'default', since: since(days), until: now, timeZone: 'Europe/Berlin', filter: {} },
        ...{ by: ['channel'], ...(bucket && { bucket }) },
      },
      now,
    );
  await measure('usage of 90 days by day and channel', () => report(90, 'day'));
  await measure('usage of 90 days by channel', () => report(90));
  await measure('usage of 7 days by day and channel', () => report(7, 'day'));
  const stretches = (days: number) => stretchesOf(since(days), now, COARSE_STEPS);
  for (const days of [90, 7]) {
    const latencies = { project: 'default', stretches: stretches(days), filter: {}, by: 'channel' } as const;
    await measure(`latencies of ${days} days`, () => usage.latencies(latencies));
  }
}

const [file, count = '1000000'] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: node scripts/seed-requests.ts <file> [requests]');
const records = await createSqliteRecords({ file });
const now = Date.now();
await fill(records, Number(count), now);
await ask(records, now);
await records.close();
