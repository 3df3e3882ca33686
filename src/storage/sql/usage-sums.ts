import type { Transaction } from 'kysely';
import { USAGE_COUNTS } from '../../contract/usage-counts.ts';
import type { UsageBatch } from '../ports.ts';
import type { BulkWrite, SumTable } from './bulk-write.ts';
import type { Database } from './database.ts';
import { rolledUp } from './usage-roll-up.ts';

const TABLES = {
  sums: {
    table: 'usageSums',
    key: ['project', 'step', 'at', 'keyId', 'userId', 'model', 'channel'],
    counts: USAGE_COUNTS,
  },
  slices: { table: 'usageSlices', key: ['project', 'dimension', 'step', 'at', 'name'], counts: USAGE_COUNTS },
  latencies: {
    table: 'usageLatencies',
    key: ['project', 'at', 'model', 'channel', 'kind', 'bin'],
    counts: ['requests'],
  },
  hourlyLatencies: {
    table: 'usageLatenciesHourly',
    key: ['project', 'at', 'kind', 'bin'],
    counts: ['requests'],
  },
  dailyLatencies: {
    table: 'usageLatenciesByChannel',
    key: ['project', 'at', 'channel', 'kind', 'bin'],
    counts: ['requests'],
  },
  pictures: {
    table: 'usagePictures',
    key: ['project', 'at', 'keyId', 'model', 'channel', 'size', 'quality'],
    counts: ['pictures'],
  },
  pictureSlices: {
    table: 'usagePictureSlices',
    key: ['project', 'dimension', 'at', 'name', 'size', 'quality'],
    counts: ['pictures'],
  },
} satisfies { readonly [name in keyof ReturnType<typeof rolledUp>]: SumTable };

/**
 * Adds to the sums of every length. Rows go in the order of their keys: nodes that add to the same sums at once wait for each other
 * instead of locking each other out.
 */
export async function addUsage(
  bulk: BulkWrite,
  within: Transaction<Database>,
  batch: UsageBatch,
): Promise<void> {
  const rows = rolledUp(batch);
  for (const [name, table] of Object.entries(TABLES))
    await bulk.add(within, table, inOrder(table.key, rows[name as keyof typeof TABLES]));
}

function inOrder(columns: readonly string[], rows: readonly object[]): readonly object[] {
  const keyOf = (row: object): string =>
    columns.map((column) => (row as { readonly [name: string]: unknown })[column]).join('\n');
  return rows
    .map((row) => [keyOf(row), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, row]) => row);
}
