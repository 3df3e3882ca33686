import { describe, expect, it } from 'vitest';
import { imageJob } from '../../../test/contract/jobs.ts';
import { perform } from '../../../test/contract/perform.ts';
import { providerContract } from '../../../test/contract/provider-contract.ts';
import type { FakeReply } from '../../../test/upstreams/fake.ts';
import { startFal } from '../../../test/upstreams/fal.ts';
import { fal } from './index.ts';
import { cardOf, familyOf } from './models.ts';

const key = 'fal-test';
const size = { width: 768, height: 512 };
const carriedSize = { at: 'image_size', is: size };
const ticket = (url = 'http://127.0.0.1:1'): FakeReply => ({
  json: { request_id: 'r', status: 'IN_QUEUE', status_url: null, response_url: null, cancel_url: null, url },
});
const completed: FakeReply = { json: { status: 'COMPLETED' } };

providerContract(fal, {
  start: startFal,
  basePath: '',
  key,
  image: {
    model: 'fal-ai/flux-2',
    generate: {
      order: { count: 2, size, format: 'webp', seed: 7, moderation: 'low' },
      carried: {
        count: { at: 'num_images', is: 2 },
        size: carriedSize,
        format: { at: 'output_format', is: 'webp' },
        seed: { at: 'seed', is: 7 },
        moderation: { at: 'enable_safety_checker', is: false },
      },
    },
    edit: { order: { count: 1, size }, carried: { size: carriedSize } },
    empty: [ticket(), completed, { json: { images: [] } }],
  },
  rateLimited: { status: 429, headers: { 'retry-after': '2' }, json: { detail: 'Rate limit exceeded' } },
  unknownModel: 'fal-ai/flux-99',
  skip: { 'image: streams': 'the endpoints used have no previews' },
});

describe("fal's queue", () => {
  const draw = async (...replies: FakeReply[]) => {
    const fake = await startFal();
    try {
      for (const reply of replies) fake.next(reply);
      await perform(fal, imageJob({ model: 'fal-ai/flux-2' }), { baseUrl: fake.url, key });
    } finally {
      await fake.close();
    }
  };

  it('is told of a failed work by a refused result, once, and another target may try', async () => {
    const broken = { status: 500, json: { detail: 'Internal Server Error', error_type: 'internal_error' } };
    const error = await draw(ticket(), completed, broken).catch((reason) => reason);
    expect(error).toMatchObject({ code: 'upstream_error', facts: { upstreamCode: 'internal_error' } });
    expect(error.facts).not.toHaveProperty('outcomeUnknown');
  });

  it('never takes the black picture of its safety checker for an answer', async () => {
    const images = [{ url: 'https://fal.test/black.png' }];
    await expect(
      draw(ticket(), completed, { json: { images, has_nsfw_concepts: [true] } }),
    ).rejects.toMatchObject({ code: 'content_policy' });
  });

  it('names a locked account quota_exceeded', async () => {
    const locked = { status: 403, json: { detail: 'User is locked. Reason: Exhausted balance.' } };
    await expect(draw(locked)).rejects.toMatchObject({ code: 'quota_exceeded' });
  });
});

describe('an endpoint', () => {
  it.each([
    ['fal-ai/flux-2-pro', 'fal-ai/flux-2-pro/edit'],
    ['fal-ai/bytedance/seedream/v4.5/text-to-image', 'fal-ai/bytedance/seedream/v4.5/edit'],
    ['fal-ai/qwen-image', 'fal-ai/qwen-image-edit'],
    ['fal-ai/some-new/edit', 'fal-ai/some-new/edit'],
  ])('%s edits at %s', (id, editor) => {
    expect(familyOf(id).editor?.(id)).toBe(editor);
  });

  it('nobody has described draws, or edits where its name says so', () => {
    expect(cardOf('fal-ai/some-new').image?.tasks).toEqual(['generate']);
    expect(cardOf('fal-ai/some-new/image-to-image').image?.tasks).toEqual(['edit']);
  });
});
