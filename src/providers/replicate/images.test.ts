import { describe, expect, it } from 'vitest';
import { imageJob } from '../../../test/contract/jobs.ts';
import { perform } from '../../../test/contract/perform.ts';
import { providerContract } from '../../../test/contract/provider-contract.ts';
import type { Fake } from '../../../test/upstreams/fake.ts';
import { makePicture } from '../../../test/upstreams/picture.ts';
import { startReplicate } from '../../../test/upstreams/replicate.ts';
import type { ImageJob } from '../../contract/request.ts';
import { decodeError } from './errors.ts';
import { replicate } from './index.ts';

const key = 'r8_test';
const size = { width: 768, height: 512 };
const carriedSize = { at: 'input.width', is: 768 };

providerContract(replicate, {
  start: startReplicate,
  basePath: '/v1',
  key,
  image: {
    model: 'black-forest-labs/flux-2-pro',
    generate: {
      order: { count: 1, size, format: 'jpeg', compression: 60, seed: 7, moderation: 'low' },
      carried: {
        size: carriedSize,
        format: { at: 'input.output_format', is: 'jpg' },
        compression: { at: 'input.output_quality', is: 60 },
        seed: { at: 'input.seed', is: 7 },
        moderation: { at: 'input.safety_tolerance', is: 5 },
      },
    },
    edit: { order: { count: 1, size }, carried: { size: carriedSize } },
    empty: [{ json: { id: 'p' } }, { json: { id: 'p', status: 'succeeded', output: [] } }],
  },
  rateLimited: { status: 429, json: { detail: 'Request was throttled. Your rate limit resets in ~2s.' } },
  unknownModel: 'black-forest-labs/flux-99',
  skip: { 'image: streams': 'predictions of pictures have no previews' },
});

describe('Replicate', () => {
  const drawAt = async (job: ImageJob, look: (fake: Fake) => void = () => undefined) => {
    const fake = await startReplicate();
    try {
      const answer = await perform(replicate, job, { baseUrl: `${fake.url}/v1`, key });
      look(fake);
      return answer;
    } finally {
      await fake.close();
    }
  };

  it('returns several pictures of one prediction', async () => {
    const order = { count: 3, aspectRatio: '1:1' };
    const { parts } = await drawAt(imageJob({ model: 'black-forest-labs/flux-schnell', order }));
    expect(parts).toHaveLength(3);
  });

  it('uploads pictures over a megabyte before it edits them', async () => {
    const input = await makePicture({ width: 2400, height: 1600, format: 'png', label: 'large' });
    const large = Buffer.concat([input, Buffer.alloc(1_000_001)]);
    const order = { count: 1, size };
    const job = imageJob({ model: 'black-forest-labs/flux-2-pro', order, inputs: [large] });
    await drawAt(job, ({ calls }) => {
      expect(calls[0]).toMatchObject({
        path: '/v1/files',
        form: [{ name: 'content', contentType: 'image/png' }],
      });
      expect(calls[1]?.json).toMatchObject({ input: { input_images: [expect.stringMatching(/^http:/)] } });
    });
  });

  it('runs any version, with whatever fields the client gives it', async () => {
    const request = { extensions: { 'openai-images': { mood: 'calm' } } };
    const { warnings } = await drawAt(
      imageJob({ model: `someone/model:${'a'.repeat(64)}`, request }),
      (fake) => {
        expect(fake.calls[0]).toMatchObject({ path: '/v1/predictions', json: { input: { mood: 'calm' } } });
      },
    );
    expect(warnings).toEqual([]);
  });

  it('reports a field that a known model does not take', async () => {
    const request = { extensions: { 'openai-images': { mood: 'calm' } } };
    const { warnings } = await drawAt(imageJob({ model: 'black-forest-labs/flux-2-pro', request }));
    expect(warnings).toMatchObject([{ kind: 'ignored', field: 'mood' }]);
  });

  it.each([
    [
      { title: 'Insufficient credit', detail: 'You have insufficient credit.', status: 402 },
      402,
      'quota_exceeded',
    ],
    [
      { title: 'Input validation failed', detail: '- input: prompt is required', status: 422 },
      422,
      'invalid_request',
    ],
  ])('%j is %s, %s', (tree, status, code) => {
    expect(decodeError({ status, headers: {}, tree }).code).toBe(code);
  });
});
