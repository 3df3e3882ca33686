import { cpuRatio, type Goal, type Row, rowsOf, throughputRatio } from '../findings.ts';
import { SUBJECTS } from '../subjects/subject.ts';
import { jsonRequest, type Workload } from '../workload.ts';
import type { Case } from './case.ts';

const CONCURRENCY = 4;

export const picture = (mebibytes: number, size: string): Workload => ({
  name: `picture ${mebibytes} MiB, relayed`,
  request: jsonRequest('/v1/images/generations', { model: 'gpt-image-2', prompt: 'Noise', size }),
  leastBytes: mebibytes * 1_300_000,
});

/** A client of the Images API, an upstream of the Images API. */
export const pictureRelay: Case = {
  name: 'picture-relay',
  title: `A picture in the answer, Images API to Images API, c=${CONCURRENCY}`,
  async run(laboratory) {
    const rows: Row[] = [];
    const goals: Goal[] = [];
    for (const workload of [picture(2, '832x832'), picture(8, '1664x1664')]) {
      const samples = await laboratory.compare(SUBJECTS, workload, CONCURRENCY);
      rows.push(...rowsOf(workload.name, samples));
      const cpu = cpuRatio(samples, 'ours', 'floor');
      const throughput = throughputRatio(samples, 'ours', 'portkey');
      goals.push(
        { case: workload.name, what: 'CPU × floor', measured: cpu, sense: 'at most', limit: 2 },
        {
          case: workload.name,
          what: 'throughput × Portkey',
          measured: throughput,
          sense: 'at least',
          limit: 5,
        },
      );
    }
    return { rows, goals };
  },
};
