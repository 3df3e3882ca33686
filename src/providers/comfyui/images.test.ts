import { describe, expect, it } from 'vitest';
import { imageJob } from '../../../test/contract/jobs.ts';
import { perform } from '../../../test/contract/perform.ts';
import { providerContract } from '../../../test/contract/provider-contract.ts';
import { startComfyui } from '../../../test/upstreams/comfyui.ts';
import { makePicture } from '../../../test/upstreams/picture.ts';
import type { ImageJob } from '../../contract/request.ts';
import { comfyui } from './index.ts';

const key = 'proxy-key';
const model = 'sdxl.safetensors';
const size = { width: 768, height: 512 };

providerContract(comfyui, {
  start: startComfyui,
  basePath: '',
  key,
  image: {
    model,
    generate: {
      order: { count: 2, size, seed: 7, negativePrompt: 'fog' },
      carried: {
        count: { at: 'prompt.empty.inputs.batch_size', is: 2 },
        size: { at: 'prompt.empty.inputs.width', is: 768 },
        seed: { at: 'prompt.sampler.inputs.seed', is: 7 },
        negativePrompt: { at: 'prompt.negative.inputs.text', is: 'fog' },
      },
    },
    edit: {
      order: { count: 1, size, inputFidelity: 'high' },
      carried: {
        size: { at: 'prompt.scaled.inputs.height', is: 512 },
        inputFidelity: { not: 'a masked area is drawn anew; the next test edits without a mask' },
      },
      mask: true,
    },
    empty: [
      { json: { prompt_id: 'p' } },
      { json: { p: { outputs: {}, status: { status_str: 'success' } } } },
    ],
  },
  rateLimited: { status: 429, headers: { 'retry-after': '2' }, body: 'a proxy says: slower' },
  unknownModel: 'no-such.safetensors',
  skip: {
    'image: streams': 'previews come over a web socket',
    'image: calls a refused prompt content_policy': 'a local server refuses nothing',
  },
});

describe('ComfyUI', () => {
  const draw = async (job: ImageJob, settings?: unknown) => {
    const fake = await startComfyui();
    const work = perform(comfyui, job, {
      baseUrl: fake.url,
      key,
      ...(settings !== undefined && { settings }),
    });
    const answer = await work.finally(() => fake.close());
    const sent = fake.calls.find(({ path }) => path === '/prompt')?.json as {
      prompt: Record<string, unknown>;
    };
    return { answer, prompt: sent.prompt };
  };

  it('starts an edit from as little noise as the input shall be kept', async () => {
    const inputs = [await makePicture({ width: 64, height: 64, format: 'png' })];
    const order = { count: 1, size, inputFidelity: 'high' } as const;
    const { prompt } = await draw(imageJob({ model, inputs, order }));
    expect(prompt.sampler).toMatchObject({ inputs: { denoise: 0.45 } });
    expect(prompt.loaded).toMatchObject({
      inputs: { image: expect.stringMatching(/^axonhub\/.+\.png \[temp\]$/) },
    });
  });

  it('draws another picture every time, though the workflow is the same', async () => {
    const seeds = await Promise.all([1, 2].map(async () => (await draw(imageJob({ model }))).prompt.sampler));
    expect(seeds[0]).not.toEqual(seeds[1]);
  });

  it("runs the operator's own workflow with the request's values in it", async () => {
    const workflow = {
      '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'dreamer.safetensors' } },
      '2': {
        class_type: 'CLIPTextEncode',
        inputs: { text: 'oil painting, {{prompt}}, {{unknown}}', clip: ['1', 1] },
      },
      '3': {
        class_type: 'EmptyLatentImage',
        inputs: { width: '{{width}}', height: '{{height}}', batch_size: 1 },
      },
      '9': { class_type: 'SaveImage', inputs: { images: ['3', 0], filename_prefix: 'hub' } },
    };
    const order = { count: 1, size };
    const { answer, prompt } = await draw(imageJob({ model: 'mine', prompt: 'a kite', order }), { workflow });
    expect(prompt['2']).toMatchObject({ inputs: { text: 'oil painting, a kite, {{unknown}}' } });
    expect(prompt['3']).toMatchObject({ inputs: { width: 768, height: 512 } });
    expect(answer.parts).toMatchObject([{ media: { url: expect.stringContaining('type=output') } }]);
  });

  it('leaves a workflow that failed to another target, and its reason to the operator', async () => {
    await expect(draw(imageJob({ model, prompt: 'explode' }))).rejects.toMatchObject({
      code: 'upstream_error',
      facts: { retry: 'next-target', internal: 'KSampler: CUDA error' },
    });
  });

  it('leaves a workflow that does not fit the server to another target', async () => {
    const workflow = { '1': { class_type: 'NotInstalled', inputs: {} } };
    await expect(draw(imageJob({ model }), { workflow })).rejects.toMatchObject({
      code: 'upstream_error',
      facts: { internal: expect.stringContaining('NotInstalled not found') },
    });
  });
});
