import { noisePicture } from '../../test/memory/noise-picture.ts';
import { cpuRatio, type Goal, type Row, rowsOf } from '../findings.ts';
import { type ClientRequest, jsonRequest, type Workload } from '../workload.ts';
import type { Case } from './case.ts';

const CONCURRENCY = 4;

/** 3 MB. */
const picture = await noisePicture(1024, 1024);
const wishes = { prompt: 'Make it night', size: '1024x1024' };

async function formRequest(model: string): Promise<ClientRequest> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ model, ...wishes })) form.append(name, value);
  form.append('image', new Blob([new Uint8Array(picture)], { type: 'image/png' }), 'in.png');
  const response = new Response(form);
  const contentType = response.headers.get('content-type') ?? '';
  const body = Buffer.from(await response.arrayBuffer());
  return { path: '/v1/images/edits', contentType, body, upstream: 'openai' };
}

export const FORM: Workload = {
  name: 'edit 3 MB, multipart, model renamed',
  request: await formRequest('house-image'),
  leastBytes: 1_000,
};

export const JSON_TO_FORM: Workload = {
  name: 'edit 3 MB, JSON data URL → multipart',
  request: jsonRequest('/v1/images/edits', {
    model: 'gpt-image-2',
    ...wishes,
    images: [{ image_url: `data:image/png;base64,${picture.toString('base64')}` }],
  }),
  plainRequest: await formRequest('gpt-image-2'),
  leastBytes: 1_000,
};

export const upload: Case = {
  name: 'upload',
  title: `A picture of 3 MB sent to be edited, c=${CONCURRENCY}`,
  async run(laboratory) {
    const rows: Row[] = [];
    const goals: Goal[] = [];
    for (const workload of [FORM, JSON_TO_FORM]) {
      const samples = await laboratory.compare(['direct', 'floor', 'portkey', 'ours'], workload, CONCURRENCY);
      rows.push(...rowsOf(workload.name, samples));
      const measured = cpuRatio(samples, 'ours', 'floor');
      goals.push({ case: workload.name, what: 'CPU × floor', measured, sense: 'at most', limit: 2 });
    }
    return { rows, goals };
  },
};
