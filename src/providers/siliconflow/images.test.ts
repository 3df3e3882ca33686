import { describe, expect, it } from 'vitest';
import { imageJob } from '../../../test/contract/jobs.ts';
import { perform } from '../../../test/contract/perform.ts';
import { providerContract } from '../../../test/contract/provider-contract.ts';
import { makePicture } from '../../../test/upstreams/picture.ts';
import { startSiliconflow } from '../../../test/upstreams/siliconflow.ts';
import { decodeError } from './errors.ts';
import { siliconflow } from './index.ts';

const key = 'sk-silicon-test';
const model = 'Kwai-Kolors/Kolors';

providerContract(siliconflow, {
  start: startSiliconflow,
  basePath: '/v1',
  key,
  image: {
    model,
    generate: {
      order: { count: 2, size: { width: 768, height: 1024 }, seed: 7, negativePrompt: 'fog' },
      carried: {
        count: { at: 'batch_size', is: 2 },
        size: { at: 'image_size', is: '768x1024' },
        seed: { at: 'seed', is: 7 },
        negativePrompt: { at: 'negative_prompt', is: 'fog' },
      },
    },
    empty: { json: { images: [], seed: 1 } },
  },
  rateLimited: {
    status: 429,
    headers: { 'retry-after': '2' },
    json: { message: 'Request was rejected due to rate limiting.', data: null },
  },
  unknownModel: 'Kwai-Kolors/Kolors-99',
  skip: {
    'image: edits': 'drawing and editing are models of their own; the next test edits',
    'image: streams': 'the API has no streams',
  },
});

describe('SiliconFlow', () => {
  it('edits up to three pictures, without a size', async () => {
    const fake = await startSiliconflow();
    const picture = await makePicture({ width: 64, height: 64, format: 'png' });
    const job = imageJob({ model: 'Qwen/Qwen-Image-Edit-2509', inputs: [picture, picture, picture] });
    const { parts } = await perform(siliconflow, job, { baseUrl: `${fake.url}/v1`, key });
    await fake.close();
    expect(parts).toHaveLength(1);
    expect(fake.calls[0]?.json).toMatchObject({ image: expect.any(String), image3: expect.any(String) });
    expect(fake.calls[0]?.json).not.toHaveProperty('image_size');
  });

  it('says with a 403 that the account is empty', () => {
    const tree = { code: 30_001, message: 'Sorry, your account balance is insufficient', data: null };
    expect(decodeError({ status: 403, headers: {}, tree }).code).toBe('quota_exceeded');
  });
});
