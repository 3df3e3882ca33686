import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { complaints, runSoak } from '../test/soak/soak.ts';

/**
 * Keeps one gateway busy with everything it does for half an hour, and looks whether its memory or its handles grow:
 * `npm run soak -- --minutes 5 --visitors 16 --pause 50 --json soak.json`. Ends with 1 where they do, or where a row was lost.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    visitors: { type: 'string', default: '12' },
    /** Milliseconds between two visits of one visitor, on average. */
    pause: { type: 'string', default: '150' },
    json: { type: 'string' },
  },
});
const minutes = Number(values.minutes);
const fixed = (value: number): string => value.toFixed(1);
const megabytes = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MB`;

const result = await runSoak({
  minutes,
  warmUpMinutes: Math.min(5, minutes / 4),
  visitors: Number(values.visitors),
  pauseMs: Number(values.pause),
  everySeconds: Math.min(10, minutes * 2),
  onSample: ({ minute, visits, resident, heap, external, files, resources, delayMs }) =>
    console.log(
      `${fixed(minute)} min, ${visits} visits: resident ${megabytes(resident)}, heap ${megabytes(heap)}, external ${megabytes(external)}, ${files} files, ${resources} resources, delay ${fixed(delayMs)} ms`,
    ),
});
console.table(result.outcomes);
console.table(
  Object.fromEntries(
    Object.entries(result.growth).map(([name, growth]) => [
      name,
      Object.fromEntries(Object.entries(growth).map(([key, value]) => [key, Number(value.toFixed(2))])),
    ]),
  ),
);
console.log(`event loop, 99th percentile of each sample: ${JSON.stringify(result.delayMs)}`);
console.log(`rows lost: ${result.lostRows}`);
if (values.json !== undefined) await writeFile(values.json, JSON.stringify(result, null, 2));
const found = complaints(result);
for (const complaint of found) console.error(complaint);
process.exitCode = found.length > 0 ? 1 : 0;
