import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { imageJob } from '../../../test/contract/jobs.ts';
import { perform, pictureBytes } from '../../../test/contract/perform.ts';
import { providerContract } from '../../../test/contract/provider-contract.ts';
import { startAutomatic1111 } from '../../../test/upstreams/automatic1111.ts';
import { makePicture } from '../../../test/upstreams/picture.ts';
import type { ImageJob, MediaPart } from '../../contract/request.ts';
import { decodeError } from './errors.ts';
import { automatic1111 } from './index.ts';

const key = 'user:secret-password';
const model = 'loaded-checkpoint';
const size = { width: 768, height: 512 };
const carriedSize = { at: 'width', is: 768 };

providerContract(automatic1111, {
  start: startAutomatic1111,
  basePath: '',
  key,
  image: {
    model,
    generate: {
      order: { count: 2, size, seed: 7, negativePrompt: 'fog' },
      carried: {
        count: { at: 'batch_size', is: 2 },
        size: carriedSize,
        seed: { at: 'seed', is: 7 },
        negativePrompt: { at: 'negative_prompt', is: 'fog' },
      },
    },
    edit: {
      order: { count: 1, size, inputFidelity: 'high' },
      carried: { size: carriedSize, inputFidelity: { at: 'denoising_strength', is: 0.45 } },
      mask: true,
    },
    empty: { json: { images: [], info: '{}' } },
  },
  rateLimited: { status: 429, headers: { 'retry-after': '2' }, body: 'a proxy says: slower' },
  unknownModel: 'no-such-checkpoint',
  skip: {
    'image: streams': 'progress is told by another route, for whoever is being served',
    'image: calls a refused prompt content_policy': 'a local server refuses nothing',
  },
});

describe('the web UI', () => {
  const draw = async (job: ImageJob) => {
    const fake = await startAutomatic1111();
    const { parts } = await perform(automatic1111, job, { baseUrl: fake.url, key });
    await fake.close();
    return { parts, body: fake.calls.at(-1)?.json };
  };
  const pixel = async (picture: Buffer, left: number) => [
    ...(await sharp(picture).extract({ left, top: 8, width: 1, height: 1 }).removeAlpha().raw().toBuffer()),
  ];

  it('is told which checkpoint to load, and keeps it loaded', async () => {
    const { body } = await draw(imageJob({ model: 'dreamer_v8' }));
    expect(body).toMatchObject({
      override_settings: { sd_model_checkpoint: 'dreamer_v8' },
      override_settings_restore_afterwards: false,
    });
  });

  it('repaints where the mask is transparent and nowhere else', async () => {
    const input = await makePicture({ width: 64, height: 64, format: 'png', label: 'input' });
    // Transparent on the right.
    const mask = await makePicture({ width: 64, height: 64, format: 'png', alpha: true });
    const order = { count: 1, size: { width: 64, height: 64 } };
    const { parts } = await draw(imageJob({ model, inputs: [input], mask, order }));
    const drawn = await pictureBytes(parts[0] as MediaPart);
    expect(await pixel(drawn, 8)).toEqual(await pixel(input, 8));
    expect(await pixel(drawn, 56)).not.toEqual(await pixel(input, 56));
  });

  it('without memory for the picture leaves it to another target', () => {
    const tree = { error: 'OutOfMemoryError', detail: '', body: '', errors: 'CUDA out of memory.' };
    expect(decodeError({ status: 500, headers: {}, tree })).toMatchObject({
      code: 'upstream_unavailable',
      facts: { internal: 'CUDA out of memory.' },
    });
  });
});
