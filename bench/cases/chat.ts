import { added, cpuRatio, type Goal, type Row, rowsOf } from '../findings.ts';
import { SUBJECTS } from '../subjects/subject.ts';
import { jsonRequest, type Workload } from '../workload.ts';
import type { Case } from './case.ts';

const question = 'Tell me something about gateways that I do not know yet. '.repeat(16);

/** About 1 KB in and 1 KB out, and nothing to convert. */
export const CHAT: Workload = {
  name: 'chat',
  request: jsonRequest('/v1/chat/completions', {
    model: 'gpt-5.1',
    messages: [{ role: 'user', content: question }],
  }),
  warmUpRequests: 5_000,
  leastBytes: 500,
};

export const chat: Case = {
  name: 'chat',
  title: '1 KB chat, relayed',
  async run(laboratory) {
    const rows: Row[] = [];
    const goals: Goal[] = [];
    for (const concurrency of [1, 32, 128]) {
      const name = `chat c=${concurrency}`;
      const samples = await laboratory.compare(SUBJECTS, CHAT, concurrency);
      rows.push(...rowsOf(name, samples));
      const most = (what: string, measured: number, limit: number): void => {
        goals.push({ case: name, what, measured, sense: 'at most', limit });
      };
      most('CPU × floor', cpuRatio(samples, 'ours', 'floor'), 2);
      most('CPU × Portkey', cpuRatio(samples, 'ours', 'portkey'), 0.2);
      if (concurrency === 1) most('added p50, ms', added(samples, 'ours', 'p50'), 0.5);
    }
    return { rows, goals };
  },
};
