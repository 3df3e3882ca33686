import { describe, expect, it } from 'vitest';
import { imageJob } from '../../../test/contract/jobs.ts';
import { perform } from '../../../test/contract/perform.ts';
import { providerContract } from '../../../test/contract/provider-contract.ts';
import { startDashscope } from '../../../test/upstreams/dashscope.ts';
import type { ImageJob } from '../../contract/request.ts';
import { dashscope } from './index.ts';

const key = 'sk-dashscope-test';
const basePath = '/compatible-mode/v1';
const size = { width: 1024, height: 768 };
const order = { count: 1, size, watermark: false };
const carried = {
  size: { at: 'parameters.size', is: '1024*768' },
  watermark: { at: 'parameters.watermark', is: false },
};

providerContract(dashscope, {
  start: startDashscope,
  basePath,
  key,
  image: {
    model: 'qwen-image-2.0-pro',
    generate: {
      order: { ...order, count: 2, seed: 7, negativePrompt: 'fog' },
      carried: {
        ...carried,
        count: { at: 'parameters.n', is: 2 },
        seed: { at: 'parameters.seed', is: 7 },
        negativePrompt: { at: 'parameters.negative_prompt', is: 'fog' },
      },
    },
    edit: { order, carried },
    empty: { json: { request_id: 'r', output: { choices: [] } } },
  },
  rateLimited: {
    status: 429,
    headers: { 'retry-after': '2' },
    json: { code: 'Throttling.RateQuota', message: 'Requests rate limit exceeded.' },
  },
  unknownModel: 'qwen-image-99',
  skip: { 'image: streams': 'the picture API has no previews' },
});

describe('a task of Wan', () => {
  const draw = async (job: ImageJob, ...replies: object[]) => {
    const fake = await startDashscope();
    for (const json of replies) fake.next({ json });
    try {
      return await perform(dashscope, job, { baseUrl: fake.url + basePath, key });
    } finally {
      await fake.close();
    }
  };
  const wan = (model: string, prompt = 'a kite') =>
    imageJob({
      model,
      prompt,
      order: { count: 2, size: { width: 1280, height: 1280 }, watermark: false },
    });
  const pending = { output: { task_id: 't', task_status: 'PENDING' } };
  const done = (results: object[]) => ({ output: { task_id: 't', task_status: 'SUCCEEDED', results } });
  const bad = { code: 'InternalError.Algo', message: 'The algorithm failed.' };

  it.each(['wan2.6-t2i', 'wan2.5-t2i-preview'])('%s is submitted and polled', async (model) => {
    const answer = await draw(wan(model));
    expect(answer.parts).toHaveLength(2);
    expect(answer.usage).toEqual({ images: 2 });
  });

  it('that is refused is content_policy', async () => {
    const refused = draw(wan('wan2.6-t2i', 'forbidden'));
    await expect(refused).rejects.toMatchObject({ code: 'content_policy' });
  });

  it('that failed in part gives what it has, and a warning', async () => {
    const results = [{ url: 'https://oss.test/a.png' }, bad];
    const { parts, warnings } = await draw(wan('wan2.5-t2i-preview'), pending, done(results));
    expect(parts).toHaveLength(1);
    expect(warnings).toMatchObject([{ kind: 'adjusted', field: 'n' }]);
  });

  it('that failed in every part is the failure', async () => {
    const failed = draw(wan('wan2.5-t2i-preview'), pending, done([bad]));
    await expect(failed).rejects.toMatchObject({ facts: { upstreamCode: 'InternalError.Algo' } });
  });
});
