import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHAT } from '../../bench/cases/chat.ts';
import { RELAYED } from '../../bench/cases/stream.ts';
import { cpuRatio } from '../../bench/findings.ts';
import { Laboratory, type Samples } from '../../bench/laboratory.ts';
import type { SubjectName } from '../../bench/subjects/subject.ts';
import type { Workload } from '../../bench/workload.ts';

/** Short, so that CI stays fast; what it finds is coarse, and so are the limits below. */
const EFFORT = { rounds: 3, seconds: 0.7, warmUpSeconds: 2 };
/** Fewer requests in all rounds mean that the machine has no time for us, and that hardly any code was compiled. */
const FEWEST_REQUESTS = 800;
/** Rounds whose cost of the same proxy differs by more tell nothing about anybody. */
const MOST_NOISE = 2.5;

let laboratory: Laboratory;
beforeAll(async () => {
  laboratory = await Laboratory.open(EFFORT, () => {});
}, 60_000);
afterAll(() => laboratory.close(), 30_000);

/** How far the rounds of a subject are apart, as a factor. */
function noise(samples: Samples, subject: SubjectName): number {
  const costs = (samples.get(subject) ?? []).map(({ cpuUs }) => cpuUs);
  return Math.max(...costs) / Math.min(...costs);
}

it.for<[string, Workload, number]>([
  ['a small chat', CHAT, 15],
  ['a stream that is relayed', RELAYED, 10],
])(
  '%s costs no more than some times what a bare proxy takes for it',
  { timeout: 60_000 },
  async ([, workload, most], { skip }) => {
    skip(process.platform !== 'linux', 'CPU times are read from /proc');
    const samples = await laboratory.compare(['floor', 'ours'], { ...workload, warmUpRequests: 0 }, 16);
    const served = (samples.get('ours') ?? []).reduce((sum, { requests }) => sum + requests, 0);
    skip(served < FEWEST_REQUESTS, `the machine is too busy: only ${served} requests were served`);
    const loudest = Math.max(noise(samples, 'floor'), noise(samples, 'ours'));
    skip(loudest > MOST_NOISE, `the machine is too busy: equal rounds differ ${loudest.toFixed(1)} times`);
    const ratio = cpuRatio(samples, 'ours', 'floor');
    console.log(`${workload.name}: ${ratio.toFixed(2)} × the bare proxy`);
    expect(ratio).toBeLessThan(most);
  },
);
