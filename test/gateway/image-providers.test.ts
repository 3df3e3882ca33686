import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAutomatic1111 } from '../upstreams/automatic1111.ts';
import { startBfl } from '../upstreams/bfl.ts';
import { startComfyui } from '../upstreams/comfyui.ts';
import { startDashscope } from '../upstreams/dashscope.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startFal } from '../upstreams/fal.ts';
import { inspectPicture, makePicture } from '../upstreams/picture.ts';
import { startReplicate } from '../upstreams/replicate.ts';
import { startSiliconflow } from '../upstreams/siliconflow.ts';
import { startStableDiffusionCpp } from '../upstreams/stable-diffusion-cpp.ts';
import { startXai } from '../upstreams/xai.ts';
import { startZhipu } from '../upstreams/zhipu.ts';
import { startGateway, type TestGateway } from './start.ts';

interface Subject {
  readonly type: string;
  readonly start: () => Promise<Fake>;
  readonly path: string;
  readonly key: string;
  readonly model: string;
  readonly edits: boolean;
}

const subject = (type: string, start: Subject['start'], rest: Omit<Subject, 'type' | 'start'>): Subject => ({
  type,
  start,
  ...rest,
});

/** One model of every provider that only draws pictures. */
const SUBJECTS: readonly Subject[] = [
  subject('xai', startXai, { path: '/v1', key: 'xai-test', model: 'grok-imagine-image', edits: true }),
  subject('bfl', startBfl, { path: '/v1', key: 'bfl-test', model: 'flux-2-pro', edits: true }),
  subject('bfl', startBfl, { path: '/v1', key: 'bfl-test', model: 'flux-kontext-pro', edits: true }),
  subject('fal', startFal, { path: '', key: 'fal-test', model: 'fal-ai/flux-2', edits: true }),
  subject('fal', startFal, { path: '', key: 'fal-test', model: 'fal-ai/nano-banana-pro', edits: true }),
  subject('replicate', startReplicate, {
    path: '/v1',
    key: 'r8_test',
    model: 'black-forest-labs/flux-2-pro',
    edits: true,
  }),
  subject('dashscope', startDashscope, {
    path: '/compatible-mode/v1',
    key: 'sk-dashscope-test',
    model: 'qwen-image-2.0',
    edits: true,
  }),
  subject('dashscope', startDashscope, {
    path: '/compatible-mode/v1',
    key: 'sk-dashscope-test',
    model: 'wan2.6-t2i',
    edits: false,
  }),
  subject('siliconflow', startSiliconflow, {
    path: '/v1',
    key: 'sk-silicon-test',
    model: 'Kwai-Kolors/Kolors',
    edits: false,
  }),
  subject('zhipu', startZhipu, { path: '/api/paas/v4', key: 'zhipu-test', model: 'glm-image', edits: false }),
  subject('automatic1111', startAutomatic1111, {
    path: '',
    key: 'user:secret-password',
    model: 'dreamer_v8',
    edits: true,
  }),
  subject('comfyui', startComfyui, { path: '', key: 'proxy-key', model: 'sdxl.safetensors', edits: true }),
  subject('stable-diffusion-cpp', startStableDiffusionCpp, {
    path: '/v1',
    key: 'proxy-key',
    model: 'sd-cpp-local',
    edits: true,
  }),
];

interface Answer {
  readonly axonhub: { readonly warnings: readonly unknown[] };
  readonly data?: readonly { readonly b64_json: string }[];
  readonly choices?: readonly {
    readonly message: { readonly images: readonly { readonly image_url: { readonly url: string } }[] };
  }[];
}

const bytesOf = (base64: string) => Buffer.from(base64.replace(/^data:[^,]*,/, ''), 'base64');

describe.concurrent.each(SUBJECTS)('$type with $model', ({ type, start, path, key, model, edits }) => {
  let fake: Fake;
  let gateway: TestGateway;
  beforeAll(async () => {
    fake = await start();
    const channel = { name: type, type, base_url: fake.url + path, api_key: key, models: [model] };
    gateway = await startGateway({ channels: [channel] });
  });
  afterAll(async () => {
    await gateway.close();
    await fake.close();
  });

  /** Warnings of the last answer, for the message of a failed test. */
  let said = '';
  const ask = async (route: string, body: object): Promise<Buffer[]> => {
    const response = await gateway.post(route, { model, prompt: 'a kite', ...body });
    const text = await response.text();
    expect({ status: response.status, text: text.slice(0, 300) }).toMatchObject({ status: 200 });
    const { data = [], choices = [], axonhub } = JSON.parse(text) as Answer;
    said = JSON.stringify(axonhub.warnings);
    const pictures = choices.flatMap(({ message }) => message.images.map(({ image_url: { url } }) => url));
    return [...data.map(({ b64_json }) => b64_json), ...pictures].map(bytesOf);
  };
  const input = async (alpha: boolean) => {
    const bytes = await makePicture({ width: 640, height: 480, format: 'png', alpha, label: 'input' });
    return { image_url: `data:image/png;base64,${bytes.toString('base64')}` };
  };

  it('draws where nothing but a prompt is given', async () => {
    expect(await ask('/v1/images/generations', {}), said).toHaveLength(1);
  });

  it('draws small, in a format it does not have, and compressed', async () => {
    const wish = { size: '256x256', output_format: 'webp', output_compression: 50, quality: 'high' };
    const [picture] = await ask('/v1/images/generations', wish);
    expect(await inspectPicture(picture ?? Buffer.alloc(0))).toMatchObject({
      width: 256,
      height: 256,
      format: 'webp',
    });
  });

  it('draws three, wide and marked, whatever else is asked', async () => {
    const more = { seed: 5, negative_prompt: 'fog', style: 'oil', watermark: true, user: 'user-123' };
    const pictures = await ask('/v1/images/generations', {
      n: 3,
      size: '1536x1024',
      moderation: 'low',
      ...more,
    });
    expect(pictures, said).toHaveLength(3);
    for (const picture of pictures)
      expect(await inspectPicture(picture)).toMatchObject({ width: 1536, height: 1024 });
  });

  it('draws in a chat, in the asked ratio', async () => {
    const messages = [{ role: 'user', content: 'a kite' }];
    const image = { modalities: ['image', 'text'], image_config: { aspect_ratio: '16:9' } };
    const [picture] = await ask('/v1/chat/completions', { messages, ...image });
    const { width, height } = await inspectPicture(picture ?? Buffer.alloc(0));
    expect(width / height).toBeCloseTo(16 / 9, 1);
  });

  it('refuses what the model does not know where strictness is asked for, before anything is asked of it', async () => {
    const wish = { model, prompt: 'a kite', backgruond: 'transparent', strict: true };
    const response = await gateway.post('/v1/images/generations', wish);
    const { error } = (await response.json()) as { error: object };
    expect(response.status).toBe(400);
    expect(error).toMatchObject({ code: 'unsupported_parameter', param: 'backgruond' });
    expect(fake.calls.filter(({ body }) => JSON.stringify(body ?? '').includes('backgruond'))).toEqual([]);
  });

  it.skipIf(!edits)('edits within a mask and keeps the size of the input', async () => {
    const [picture] = await ask('/v1/images/edits', {
      images: [await input(false)],
      mask: await input(true),
    });
    expect(await inspectPicture(picture ?? Buffer.alloc(0))).toMatchObject({ width: 640, height: 480 });
  });
});
