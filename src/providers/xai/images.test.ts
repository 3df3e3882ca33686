import { describe, expect, it } from 'vitest';
import { imageJob } from '../../../test/contract/jobs.ts';
import { providerContract } from '../../../test/contract/provider-contract.ts';
import { makePicture } from '../../../test/upstreams/picture.ts';
import { startXai } from '../../../test/upstreams/xai.ts';
import type { Reply, Target } from '../../contract/provider.ts';
import type { Tree } from '../../contract/tree.ts';
import { images } from './images.ts';
import { xai } from './index.ts';

const model = 'grok-imagine-image';

providerContract(xai, {
  start: startXai,
  basePath: '/v1',
  key: 'xai-test',
  image: {
    model,
    generate: {
      order: { count: 2, aspectRatio: '16:9', tier: '2k' },
      carried: {
        count: { at: 'n', is: 2 },
        aspectRatio: { at: 'aspect_ratio', is: '16:9' },
        tier: { at: 'resolution', is: '2k' },
      },
      pixels: { width: 2736, height: 1536 },
    },
    edit: { order: { count: 1 }, carried: {}, pixels: { width: 1024, height: 1024 } },
    empty: { json: { data: [] } },
  },
  rateLimited: {
    status: 429,
    headers: { 'retry-after': '2' },
    json: { code: 'Some resource has been exhausted', error: 'Too many requests for team.' },
  },
  unknownModel: 'grok-imagine-image-99',
  skip: { 'image: streams': 'the API has no streams' },
});

const target: Target = { channel: 'x', baseUrl: 'http://x.test/v1', model, card: xai.card(model) };
const reply = (tree: Tree): Reply => ({ status: 200, headers: {}, tree });

describe('Grok Imagine', () => {
  it('keeps the ratio of a single edited picture, and says so', async () => {
    const picture = await makePicture({ width: 32, height: 16, format: 'png' });
    const request = { wishes: { aspectRatio: '1:1' }, fields: { aspectRatio: 'image_config.aspect_ratio' } };
    const job = imageJob({ inputs: [picture], order: { count: 1, aspectRatio: '1:1' }, request });
    const { call, warnings } = images.encode(job, target);
    expect(call.path).toBe('/images/edits');
    expect(call.body).not.toHaveProperty('tree.aspect_ratio');
    expect(warnings).toMatchObject([{ kind: 'adjusted', field: 'image_config.aspect_ratio' }]);
  });

  it('sends several pictures as a list, with a ratio of their own', async () => {
    const picture = await makePicture({ width: 32, height: 16, format: 'png' });
    const job = imageJob({ inputs: [picture, picture], order: { count: 1, aspectRatio: '1:1' } });
    expect(images.encode(job, target).call.body).toMatchObject({
      tree: { aspect_ratio: '1:1', images: [{ type: 'image_url' }, { type: 'image_url' }] },
    });
  });

  it.each([{ data: [{ respect_moderation: false }] }, { data: [], block_reason: 'sexual' }])(
    'refuses silently, which is content_policy here: %j',
    (tree) => {
      expect(() => images.decode(reply(tree), imageJob(), target)).toThrow(
        expect.objectContaining({ code: 'content_policy' }),
      );
    },
  );

  it('tells what the call cost', () => {
    const tree = { data: [{ b64_json: 'aGk=' }], usage: { cost_in_usd_ticks: 200_000_000 } };
    expect(images.decode(reply(tree), imageJob(), target).usage).toEqual({ images: 1, cost: 0.02 });
  });
});
