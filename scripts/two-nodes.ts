import { measureTwoNodes } from '../test/nodes/two-nodes.ts';

/**
 * Starts two gateways on this machine's PostgreSQL and Redis, asks both for 10,000 answers, and prints what came of their limits, of a key
 * that is revoked and of their rows: `node scripts/two-nodes.ts [requests]`. Ends with 1 where something is not as docs/storage.md says.
 */
const requests = Number(process.argv[2] ?? 10_000);
const load = { requests, inAMinute: Math.floor(requests / 5), limit: Math.floor(requests / 10) };
const measured = await measureTwoNodes(load);
console.log(JSON.stringify(measured, null, 2));

const isNear = (count: number): boolean => Math.abs(count - load.limit) <= load.limit * 0.02;
const { lost, unasked, duplicates, calls, executions, summedExecutions } = measured;
const isGood =
  isNear(measured.throughChannel) &&
  isNear(measured.throughKey) &&
  measured.revokedMs < 1_000 &&
  lost + unasked + duplicates === 0 &&
  executions === calls &&
  summedExecutions === calls;
process.exitCode = isGood ? 0 : 1;
