import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteRecords } from '../src/storage/sqlite/records.ts';
import { toBatch } from '../src/telemetry/log-batch.ts';
import { seedEntry } from './seed/entry.ts';

/**
 * What it costs to write a request into the request log of a SQLite database, in batches as large as the gateway makes them, with the
 * sums of reports and without: `node scripts/measure-log-writes.ts`. Processor time, for a busy machine changes it little.
 */
const REQUESTS = 20_000;
const SIZES = [1, 10, 100] as const;
/** Between requests, so that 20,000 last half an hour. */
const APART_MS = 100;

async function microsPerRequest(size: number, sums: boolean): Promise<number> {
  const file = join(tmpdir(), `axonhub-measure-${process.pid}.db`);
  const { requests, close } = await createSqliteRecords({ file });
  const began = Date.UTC(2026, 0, 5, 9);
  const batches = Array.from({ length: REQUESTS / size }, (_, batch) => {
    const entries = Array.from({ length: size }, (_, index) => {
      const number = batch * size + index;
      return seedEntry(number, began + number * APART_MS);
    });
    const whole = toBatch(entries);
    return sums ? whole : { ...whole, sums: [], latencies: [], pictures: [] };
  });
  const before = process.cpuUsage();
  for (const batch of batches) await requests.write(batch);
  const { user, system } = process.cpuUsage(before);
  await close();
  for (const end of ['', '-wal', '-shm']) await rm(`${file}${end}`, { force: true });
  return (user + system) / REQUESTS;
}

console.log('| requests in a batch | without sums, µs a request | with sums |\n|---|---|---|');
for (const size of SIZES) {
  const without = await microsPerRequest(size, false);
  const withSums = await microsPerRequest(size, true);
  console.log(`| ${size} | ${without.toFixed(0)} | ${withSums.toFixed(0)} |`);
}
