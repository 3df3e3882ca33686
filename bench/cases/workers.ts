import type { Row } from '../findings.ts';
import type { Laboratory, Sample } from '../laboratory.ts';
import { median } from '../quantile.ts';
import { startOurs } from '../subjects/gateway.ts';
import type { Subject } from '../subjects/subject.ts';
import type { Case } from './case.ts';
import { CONVERTED } from './stream.ts';

const CONCURRENCY = 64;
const LEAST_FACTOR = 1.5;

/** Work that costs the gateway far more than the load generator and the upstream, which need the same cores. */
export const workers: Case = {
  name: 'workers',
  title: `One worker and two: ${CONVERTED.name}, c=${CONCURRENCY}`,
  async run(laboratory) {
    const { origin } = laboratory.upstream;
    const one = await startOurs(origin);
    const two = await startOurs(origin, { env: { AXONHUB_WORKERS: '2' } });
    try {
      const samples = await inTurns(laboratory, [one, two]);
      const [alone = [], together = []] = samples;
      const factors = together.map((sample, round) => perSecond(sample) / perSecond(alone[round]));
      return {
        rows: [rowOf('one', alone), rowOf('two', together)],
        goals: [
          {
            case: 'workers',
            what: 'throughput × one',
            measured: median(factors),
            sense: 'at least',
            limit: LEAST_FACTOR,
          },
        ],
      };
    } finally {
      await Promise.all([one.stop(), two.stop()]);
    }
  },
};

async function inTurns(laboratory: Laboratory, subjects: readonly Subject[]): Promise<Sample[][]> {
  const { rounds, warmUpSeconds, seconds } = laboratory.effort;
  const turn = (subject: Subject) => laboratory.sample(subject, CONVERTED, CONCURRENCY);
  for (const subject of subjects) {
    laboratory.tell(`${CONVERTED.name}: workers warm up`);
    for (let spent = 0; spent < 2 * warmUpSeconds; spent += seconds) await turn(subject);
  }
  const samples: Sample[][] = subjects.map(() => []);
  for (let round = 1; round <= rounds; round += 1) {
    laboratory.tell(`workers: round ${round} of ${rounds}`);
    for (const [index, subject] of subjects.entries()) samples[index]?.push(await turn(subject));
  }
  return samples;
}

const perSecond = (sample: Sample | undefined): number =>
  sample ? sample.requests / sample.seconds : Number.NaN;

const rowOf = (name: string, samples: readonly Sample[]): Row => ({
  case: 'workers',
  subject: name,
  values: {
    'CPU µs': median(samples.map(({ cpuUs }) => cpuUs)),
    'per s': median(samples.map(perSecond)),
    'p50 ms': median(samples.map(({ p50 }) => p50)),
  },
});
