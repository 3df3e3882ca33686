import { describe, expect, it } from 'vitest';
import { imageJob } from '../../../test/contract/jobs.ts';
import type { GatewayError } from '../../contract/error.ts';
import type { ImageOrder } from '../../contract/image.ts';
import { BytesPayload } from '../../contract/payload.ts';
import type { Reply, Target } from '../../contract/provider.ts';
import type { ImageJob } from '../../contract/request.ts';
import { asArray, isObject, SplicedString, type Tree } from '../../contract/tree.ts';
import { images } from './images.ts';
import { cardOf } from './models.ts';

const target = (model: string): Target => ({
  channel: 'ark',
  baseUrl: 'http://ark.test/api/v3',
  model,
  card: cardOf(model),
});

const picture = (mediaType: string) => ({ payload: new BytesPayload(Buffer.from('pixels')), mediaType });

const job = (order: Partial<ImageOrder> = {}, more: Partial<ImageJob> = {}): ImageJob => ({
  ...imageJob({ order: { count: 1, ...order }, prompt: 'a red kite' }),
  ...more,
});

function body(model: string, one: ImageJob) {
  const { body } = images.encode(one, target(model)).call;
  if (body?.kind !== 'json' || !isObject(body.tree)) throw new TypeError('not JSON');
  return body.tree;
}

describe('a picture asked of Seedream', () => {
  it('names size and watermark and asks for bytes, and nothing else', () => {
    const one = job({ size: { width: 2048, height: 2048 } });
    expect(body('doubao-seedream-4-5-251128', one)).toEqual({
      model: 'doubao-seedream-4-5-251128',
      prompt: 'a red kite',
      size: '2048x2048',
      response_format: 'b64_json',
      watermark: false,
    });
  });

  it('sends what a 5.x order names', () => {
    const order = { format: 'png', background: 'opaque', seed: 7, watermark: true } as const;
    const sent = body('doubao-seedream-5-0-pro-260628', job(order));
    expect(sent).toMatchObject({ output_format: 'png', background: 'opaque', seed: 7, watermark: true });
  });

  it('sends SeedEdit its one legal size', () => {
    const one = job({}, { inputs: [picture('image/png')] });
    expect(body('doubao-seededit-3-0-i2i-250628', one).size).toBe('adaptive');
  });

  it('sends one reference as a string, several as a list, with lower-case types', () => {
    const single = body('doubao-seedream-4-0-250828', job({}, { inputs: [picture('image/PNG')] })).image;
    expect(single).toBeInstanceOf(SplicedString);
    expect((single as SplicedString).toText()).toBe('data:image/png;base64,cGl4ZWxz');
    const inputs = [picture('image/png'), picture('image/jpeg')];
    const several = asArray(body('doubao-seedream-4-0-250828', job({}, { inputs })).image);
    expect(several.map((url) => (url as SplicedString).toText())).toEqual([
      'data:image/png;base64,cGl4ZWxz',
      'data:image/jpeg;base64,cGl4ZWxz',
    ]);
  });

  it('passes on a field only this version knows and reports the others', () => {
    const extensions = {
      'openai-images': { guidance_scale: 5, style: 'x' },
      client: { include_usage: true },
    };
    const one = imageJob({ request: { extensions, endUser: 'u1' } });
    const old = images.encode(one, target('doubao-seedream-3-0-t2i-250415'));
    expect(old.call.body).toMatchObject({ tree: { guidance_scale: 5 } });
    expect(old.warnings.map(({ field }) => field)).toEqual(['user', 'style']);
    const current = images.encode(one, target('doubao-seedream-4-5-251128'));
    expect(current.call.body).not.toHaveProperty('tree.guidance_scale');
    expect(current.warnings.map(({ field }) => field)).toEqual(['user', 'guidance_scale', 'style']);
  });
});

const reply = (tree: Tree): Reply => ({ status: 200, headers: { 'x-request-id': 'req-1' }, tree });
const decode = (tree: Tree) => images.decode(reply(tree), job(), target('doubao-seedream-4-5-251128'));
const thrown = (tree: Tree): GatewayError | undefined => {
  try {
    decode(tree);
  } catch (error) {
    return error as GatewayError;
  }
  return undefined;
};

describe('an answer of Seedream', () => {
  it('gives the picture, the model and the usage', () => {
    const payload = new BytesPayload(Buffer.from('jpeg'));
    const usage = { generated_images: 1, output_tokens: 16_384, total_tokens: 16_384 };
    const data = [{ b64_json: SplicedString.of('', payload), size: '2048x2048' }];
    expect(decode({ model: 'doubao-seedream-4-5', data, usage })).toEqual({
      id: 'req-1',
      model: 'doubao-seedream-4-5',
      parts: [{ type: 'media', media: { from: 'inline', payload } }],
      finish: 'stop',
      usage: { images: 1, outputTokens: 16_384, outputImageTokens: 16_384 },
      warnings: [],
      extensions: {},
    });
  });

  it('takes a link where no bytes came', () => {
    const { parts } = decode({ data: [{ url: 'https://tos.test/a.jpeg' }] });
    expect(parts).toEqual([{ type: 'media', media: { from: 'url', url: 'https://tos.test/a.jpeg' } }]);
  });

  it('keeps the pictures that came and warns of the one that failed', () => {
    const failed = { error: { code: 'OutputImageSensitiveContentDetected', message: 'blocked' } };
    const answer = decode({ data: [{ b64_json: 'aGk=' }, failed] });
    expect(answer.parts).toHaveLength(1);
    expect(answer.warnings).toEqual([
      { kind: 'adjusted', field: 'n', detail: 'One picture could not be made: blocked' },
    ]);
  });

  it.each([
    [
      { data: [{ error: { code: 'OutputImageSensitiveContentDetected.DeepFake', message: 'no' } }] },
      'content_policy',
    ],
    [{ error: { code: 'SensitiveContentDetected', message: 'no' } }, 'content_policy'],
    [{ data: [{ error: { code: 'InternalServiceError', message: 'oops' } }] }, 'upstream_error'],
    [{ data: [] }, 'no_image'],
    [null, 'no_image'],
  ])('that holds no picture is an error: %j is %s', (tree, code) => {
    expect(thrown(tree)?.code).toBe(code);
  });
});
