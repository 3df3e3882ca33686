import { describe, expect, it } from 'vitest';
import { imageJob } from '../../../test/contract/jobs.ts';
import type { Frame } from '../../contract/dialect.ts';
import type { GatewayError } from '../../contract/error.ts';
import { BytesPayload } from '../../contract/payload.ts';
import type { ImageJob } from '../../contract/request.ts';
import { collect } from '../../contract/stream.ts';
import type { Tree } from '../../contract/tree.ts';
import { images } from './images.ts';
import { openai } from './index.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ', 'base64');
const b64_json = PNG.toString('base64');
const payload = new BytesPayload(PNG);

const targetFor = (model: string) => ({
  channel: 'c',
  baseUrl: 'http://up',
  model,
  card: openai.card(model),
});
const encode = (job: ImageJob) => images.encode(job, targetFor(job.request.model));
const decode = (tree: Tree, headers = {}) =>
  images.decode({ status: 200, headers, tree }, imageJob(), targetFor('gpt-image-2'));

describe('a request to the Images API', () => {
  it('holds what the order names and nothing else', () => {
    const order = { count: 2, size: { width: 1024, height: 1536 }, quality: 'high' };
    const { call } = encode(imageJob({ model: 'gpt-image-1.5', order }));
    expect(call.path).toBe('/images/generations');
    expect(JSON.parse(JSON.stringify(call.body))).toEqual({
      kind: 'json',
      tree: { model: 'gpt-image-1.5', prompt: 'A red kite', n: 2, size: '1024x1536', quality: 'high' },
    });
  });

  it('names the end user by a hash', () => {
    const { call } = encode(imageJob({ request: { endUser: 'ada@example.org' } }));
    expect(call.body).toMatchObject({ tree: { safety_identifier: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  });

  it('asks only the dall-e models for base64', () => {
    expect(encode(imageJob({ model: 'dall-e-3' })).call.body).toMatchObject({
      tree: { response_format: 'b64_json' },
    });
    expect(JSON.stringify(encode(imageJob({ model: 'gpt-image-2' })).call)).not.toContain('response_format');
  });

  it('sends extension fields to the models that know them and reports all others', () => {
    const request = { extensions: { 'openai-images': { complexity: 'low', response_format: 'url' } } };
    const known = encode(imageJob({ model: 'gpt-image-2.6-flare', request }));
    expect(known.call.body).toMatchObject({ tree: { complexity: 'low' } });
    expect(known.warnings.map(({ field }) => field)).toEqual(['response_format']);
    const unknown = encode(imageJob({ model: 'gpt-image-2', request }));
    expect(unknown.warnings.map(({ field }) => field)).toEqual(['complexity', 'response_format']);
  });

  it('uploads one picture as image, several as image[], each named and typed, and the mask', () => {
    const files = (job: ImageJob) => {
      const { body } = encode(job).call;
      return body?.kind === 'form' ? body.entries.filter((entry) => 'payload' in entry) : [];
    };
    expect(files(imageJob({ inputs: [PNG], mask: PNG }))).toEqual([
      { name: 'image', payload, fileName: 'image-1.png', mediaType: 'image/png' },
      { name: 'mask', payload, fileName: 'mask.png', mediaType: 'image/png' },
    ]);
    expect(files(imageJob({ inputs: [PNG, PNG] })).map(({ name }) => name)).toEqual(['image[]', 'image[]']);
  });

  it('asks for previews only in a stream', () => {
    const order = { count: 1, partials: 2 };
    expect(encode(imageJob({ order, stream: true })).call.body).toMatchObject({
      tree: { stream: true, partial_images: 2 },
    });
    expect(JSON.stringify(encode(imageJob({ order })).call)).not.toContain('partial_images');
  });
});

describe('an answer of the Images API', () => {
  it('becomes pictures with their usage', () => {
    const usage = {
      input_tokens: 18,
      input_tokens_details: { text_tokens: 8, image_tokens: 10 },
      output_tokens: 100,
      total_tokens: 118,
    };
    const data = [{ b64_json, revised_prompt: 'A kite' }, { url: 'https://cdn.example/a.png' }];
    const answer = decode({ data, usage }, { 'x-request-id': 'req_1' });
    expect(answer).toMatchObject({ id: 'req_1', model: 'gpt-image-2', finish: 'stop' });
    expect(answer.parts).toEqual([
      { type: 'media', media: { from: 'inline', payload }, revisedPrompt: 'A kite' },
      { type: 'media', media: { from: 'url', url: 'https://cdn.example/a.png' } },
    ]);
    expect(answer.usage).toEqual({
      inputTokens: 18,
      outputTokens: 100,
      inputImageTokens: 10,
      outputImageTokens: 100,
      images: 2,
    });
  });

  it('may come without usage', () => {
    expect(decode({ data: [{ b64_json }] }).usage).toBeUndefined();
  });

  it('without a picture is an error', () => {
    expect(() => decode({ data: [{ b64_json: 'not base64!' }] })).toThrow('without a picture');
    expect(() => decode(null)).toThrow('without a picture');
  });
});

describe('a stream of the Images API', () => {
  const run = (frames: readonly Frame[]) => {
    const fold = images.decodeStream?.(imageJob({ stream: true }), targetFor('gpt-image-2'));
    if (!fold) throw new TypeError('no stream');
    return [...frames.flatMap((frame) => fold.push(frame)), ...fold.end()];
  };
  const event = (type: string, data: object): Frame => ({ event: type, data: { type, ...data } as Tree });

  it('shows previews, then the picture, and survives a [DONE] that is not documented', () => {
    const events = run([
      event('image_edit.partial_image', { b64_json, partial_image_index: 0 }),
      event('image_edit.completed', { b64_json, usage: { input_tokens: 1, output_tokens: 2 } }),
      { done: true },
    ]);
    expect(events.map(({ type }) => type)).toEqual([
      'response-start',
      'part-start',
      'media-partial',
      'media-end',
      'part-end',
      'response-end',
    ]);
    expect(collect(events).usage).toMatchObject({ outputTokens: 2, images: 1 });
  });

  it('holds one completed event for each of several pictures, whose usage is summed', () => {
    const completed = event('image_generation.completed', { b64_json, usage: { output_tokens: 2 } });
    expect(collect(run([completed, completed]))).toMatchObject({
      parts: [{ type: 'media' }, { type: 'media' }],
      usage: { outputTokens: 4, images: 2 },
    });
  });

  it('fails when it ends without a picture or carries an error', () => {
    expect(() => run([event('image_generation.partial_image', { b64_json })])).toThrow('before the picture');
    const error = { code: 'moderation_blocked', message: 'Rejected' };
    for (const frame of [event('error', { error }), event('error', error)]) {
      expect(codeOf(() => run([frame]))).toBe('content_policy');
    }
  });
});

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
  } catch (error) {
    return (error as GatewayError).code;
  }
  return undefined;
}
