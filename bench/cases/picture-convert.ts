import { cpuRatio, type Goal, type Row, rowsOf } from '../findings.ts';
import { jsonRequest, type Workload } from '../workload.ts';
import type { Case } from './case.ts';

const CONCURRENCY = 4;
const LEAST_BYTES = 8 * 1_300_000;

const chatFor = (model: string, size: string) => ({
  model,
  size,
  modalities: ['image'],
  messages: [{ role: 'user', content: 'Noise' }],
});

/** A client of chat completions; the picture comes from another format, is hashed and kept. */
export const CONVERTED_PICTURES: readonly Workload[] = [
  {
    name: 'picture 8 MiB, chat ← Images API',
    request: jsonRequest('/v1/chat/completions', chatFor('gpt-image-2', '1664x1664')),
    plainRequest: jsonRequest('/v1/images/generations', {
      model: 'gpt-image-2',
      prompt: 'Noise',
      size: '1664x1664',
    }),
    leastBytes: LEAST_BYTES,
  },
  {
    name: 'picture 8 MiB, chat ← Gemini',
    request: jsonRequest('/v1/chat/completions', chatFor('gemini-3-pro-image', 'auto'), 'gemini'),
    plainRequest: jsonRequest(
      '/v1beta/models/gemini-3-pro-image:generateContent',
      { contents: [{ role: 'user', parts: [{ text: 'Noise' }] }] },
      'gemini',
    ),
    leastBytes: LEAST_BYTES,
  },
];

export const pictureConvert: Case = {
  name: 'picture-convert',
  title: `A picture of 8 MiB converted to chat completions and kept with its hash, c=${CONCURRENCY}`,
  async run(laboratory) {
    const rows: Row[] = [];
    const goals: Goal[] = [];
    for (const workload of CONVERTED_PICTURES) {
      const samples = await laboratory.compare(['direct', 'floor', 'ours'], workload, CONCURRENCY);
      rows.push(...rowsOf(workload.name, samples));
      const measured = cpuRatio(samples, 'ours', 'floor');
      goals.push({ case: workload.name, what: 'CPU × floor', measured, sense: 'at most', limit: 4 });
    }
    return { rows, goals };
  },
};
