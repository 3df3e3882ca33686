import { describe, expect, it } from 'vitest';
import { imageJob } from '../../../test/contract/jobs.ts';
import { providerContract } from '../../../test/contract/provider-contract.ts';
import { startZhipu } from '../../../test/upstreams/zhipu.ts';
import type { Target } from '../../contract/provider.ts';
import { decodeError } from './errors.ts';
import { images } from './images.ts';
import { zhipu } from './index.ts';

const model = 'cogview-4-250304';

providerContract(zhipu, {
  start: startZhipu,
  basePath: '/api/paas/v4',
  key: 'zhipu-test',
  image: {
    model,
    generate: {
      order: { count: 1, size: { width: 1152, height: 864 }, quality: 'hd' },
      carried: { size: { at: 'size', is: '1152x864' }, quality: { at: 'quality', is: 'hd' } },
    },
    empty: { json: { created: 1, data: [] } },
  },
  rateLimited: {
    status: 429,
    headers: { 'retry-after': '2' },
    json: { error: { code: '1302', message: '您的账户已达到速率限制' } },
  },
  unknownModel: 'cogview-99',
  skip: { 'image: edits': 'the models only draw', 'image: streams': 'the API has no streams' },
});

const target: Target = { channel: 'z', baseUrl: 'http://z.test', model, card: zhipu.card(model) };
const body = (job: Parameters<typeof images.encode>[0]) => images.encode(job, target).call.body;

describe('the mark of Zhipu', () => {
  it('is not spoken of unless the client does: switching it off takes a signed disclaimer', () => {
    expect(body(imageJob({ order: { count: 1, watermark: false } }))).not.toHaveProperty(
      'tree.watermark_enabled',
      expect.anything(),
    );
  });

  it.each([true, false])('is sent as the client wished: %s', (watermark) => {
    const job = imageJob({ order: { count: 1, watermark }, request: { wishes: { watermark } } });
    expect(body(job)).toMatchObject({ tree: { watermark_enabled: watermark } });
  });
});

describe('Zhipu', () => {
  it('is told who the end user is where the id is long enough, else the client is told', () => {
    expect(body(imageJob({ request: { endUser: 'user-1' } }))).toMatchObject({ tree: { user_id: 'user-1' } });
    const short = images.encode(imageJob({ request: { endUser: 'u' } }), target);
    expect(short.warnings).toMatchObject([{ kind: 'ignored', field: 'user' }]);
    expect(short.call.body).not.toHaveProperty('tree.user_id');
  });

  it('withholds a picture with a filter level and nothing else', () => {
    const tree = { data: [], content_filter: [{ role: 'assistant', level: 1 }] };
    expect(() => images.decode({ status: 200, headers: {}, tree }, imageJob(), target)).toThrow(
      expect.objectContaining({ code: 'content_policy' }),
    );
  });

  it.each([
    ['1301', 400, 'content_policy'],
    ['1113', 429, 'quota_exceeded'],
    ['1305', 429, 'upstream_unavailable'],
    ['1000', 401, 'upstream_auth'],
    ['1211', 400, 'model_not_found'],
  ])('says %s with status %i, which is %s', (code, status, meaning) => {
    const tree = { error: { code, message: 'x' } };
    expect(decodeError({ status, headers: {}, tree }).code).toBe(meaning);
  });
});
