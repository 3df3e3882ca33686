import { added, cpuRatio, type Goal, type Row, rowsOf } from '../findings.ts';
import { SUBJECTS, type SubjectName } from '../subjects/subject.ts';
import { jsonRequest, type Workload } from '../workload.ts';
import type { Case } from './case.ts';

const question = (model: string) => ({
  model,
  stream: true,
  messages: [{ role: 'user', content: 'Count to a hundred.' }],
});

/** A client of chat completions, an upstream of chat completions. */
export const RELAYED: Workload = {
  name: 'stream, relayed',
  request: jsonRequest('/v1/chat/completions', question('gpt-5.1')),
  warmUpRequests: 2_000,
  leastBytes: 10_000,
};

/** A client of chat completions, an upstream that speaks Gemini's own format. */
export const CONVERTED: Workload = {
  name: 'stream, converted',
  request: jsonRequest('/v1/chat/completions', question('gemini-3-pro-preview'), 'gemini'),
  plainRequest: jsonRequest(
    '/v1beta/models/gemini-3-pro-preview:streamGenerateContent?alt=sse',
    { contents: [{ role: 'user', parts: [{ text: 'Count to a hundred.' }] }] },
    'gemini',
  ),
  warmUpRequests: 2_000,
  leastBytes: 10_000,
};

interface Kind {
  readonly workload: Workload;
  readonly subjects: readonly SubjectName[];
  readonly mostCpu: number;
}

const KINDS: readonly Kind[] = [
  { workload: RELAYED, subjects: SUBJECTS, mostCpu: 1.5 },
  { workload: CONVERTED, subjects: ['direct', 'nginx', 'floor', 'ours'], mostCpu: 4 },
];

export const stream: Case = {
  name: 'stream',
  title: 'Streamed chat, 100 events in one write',
  async run(laboratory) {
    const rows: Row[] = [];
    const goals: Goal[] = [];
    for (const { workload, subjects, mostCpu } of KINDS) {
      for (const concurrency of [1, 128]) {
        const name = `${workload.name} c=${concurrency}`;
        const samples = await laboratory.compare(subjects, workload, concurrency);
        rows.push(...rowsOf(name, samples));
        const most = (what: string, measured: number, limit: number): void => {
          goals.push({ case: name, what, measured, sense: 'at most', limit });
        };
        // The same number of events for both, so the ratio per request is the ratio per event.
        most('CPU × floor', cpuRatio(samples, 'ours', 'floor'), mostCpu);
        most('added first byte, ms', added(samples, 'ours', 'firstByte'), concurrency === 1 ? 1.5 : 20);
      }
    }
    return { rows, goals };
  },
};
