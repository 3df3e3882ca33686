import { setTimeout as sleep } from 'node:timers/promises';
import type { Goal, Row } from '../findings.ts';
import { cpuMs, residentBytes } from '../process-cost.ts';
import { median } from '../quantile.ts';
import { type Flavour, startGateway } from '../subjects/gateway.ts';
import type { Case } from './case.ts';

const MEGABYTE = 1_000_000;
/** After this long a gateway that nobody asks for anything is idle. */
const SETTLE_MS = 3_000;

const FLAVOURS: readonly (readonly [flavour: Flavour, mostMs: number, mostMegabytes: number])[] = [
  ['bundle', 250, 90],
  ['sources', 400, 110],
];

export const start: Case = {
  name: 'start',
  title: 'From the command to listening, and idle memory',
  async run({ upstream, effort, tell }) {
    const rows: Row[] = [];
    const goals: Goal[] = [];
    for (const [flavour, mostMs, mostMegabytes] of FLAVOURS) {
      const name = `start, ${flavour}`;
      // The first one fills the compile cache.
      await measured(upstream.origin, flavour);
      const samples: Sample[] = [];
      for (let round = 1; round <= effort.rounds; round += 1) {
        tell(`${name}: round ${round} of ${effort.rounds}`);
        samples.push(await measured(upstream.origin, flavour));
      }
      const of = (member: keyof Sample): number => median(samples.map((sample) => sample[member]));
      const values = {
        'listening ms': of('listeningMs'),
        'best ms': Math.min(...samples.map(({ listeningMs }) => listeningMs)),
        'CPU ms': of('cpuMs'),
        'idle MB': of('idleMegabytes'),
      };
      rows.push({ case: name, subject: 'ours', values });
      const sense = 'at most';
      goals.push(
        { case: name, what: 'listening, ms', measured: values['listening ms'], sense, limit: mostMs },
        { case: name, what: 'idle, MB', measured: values['idle MB'], sense, limit: mostMegabytes },
      );
    }
    return { rows, goals };
  },
};

interface Sample {
  readonly listeningMs: number;
  /** CPU time until then, of all threads. */
  readonly cpuMs: number;
  readonly idleMegabytes: number;
}

async function measured(upstream: string, flavour: Flavour): Promise<Sample> {
  const began = performance.now();
  const gateway = await startGateway(upstream, { flavour });
  const listeningMs = performance.now() - began;
  const spent = cpuMs(gateway.pid);
  await sleep(SETTLE_MS);
  const idleMegabytes = residentBytes(gateway.pid) / MEGABYTE;
  await gateway.stop();
  return { listeningMs, cpuMs: spent, idleMegabytes };
}
