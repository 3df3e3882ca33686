import { describe, expect, it } from 'vitest';
import { chatJob, imageJob } from '../../../test/contract/jobs.ts';
import { type ProviderCases, providerContract } from '../../../test/contract/provider-contract.ts';
import { startAzureOpenAi } from '../../../test/upstreams/azure-openai.ts';
import type { ChatJob, ImageJob } from '../../contract/request.ts';
import type { Tree } from '../../contract/tree.ts';
import { azureOpenai } from './index.ts';

const SQUARE = { width: 1024, height: 1024 };

const CASES: ProviderCases = {
  start: startAzureOpenAi,
  basePath: '/openai/v1',
  key: 'azure-test',
  settings: { image_deployment: 'painter', image_model: 'gpt-image-1.5' },
  image: {
    model: 'gpt-image-2',
    generate: {
      order: { count: 2, size: { width: 1280, height: 768 }, quality: 'low', format: 'jpeg' },
      carried: {
        count: { at: 'n', is: 2 },
        size: { at: 'size', is: '1280x768' },
        quality: { at: 'quality', is: 'low' },
        format: { at: 'output_format', is: 'jpeg' },
      },
    },
    edit: {
      mask: true,
      order: { count: 1, size: SQUARE, quality: 'high', format: 'png' },
      carried: {
        size: { at: 'size', is: '1024x1024' },
        quality: { at: 'quality', is: 'high' },
        format: { at: 'output_format', is: 'png' },
      },
    },
    stream: {
      partials: 2,
      order: { count: 1, size: SQUARE, quality: 'low', partials: 2 },
      carried: {
        size: { at: 'size', is: '1024x1024' },
        quality: { at: 'quality', is: 'low' },
        partials: { at: 'partial_images', is: 2 },
      },
    },
    empty: { json: { created: 1, data: [] } },
  },
  chatImage: {
    model: 'gpt-5-mini',
    generate: {
      order: { count: 1, size: SQUARE, quality: 'low', background: 'transparent', format: 'png' },
      carried: {
        size: { at: 'tools.0.size', is: '1024x1024' },
        quality: { at: 'tools.0.quality', is: 'low' },
        background: { at: 'tools.0.background', is: 'transparent' },
        format: { at: 'tools.0.output_format', is: 'png' },
      },
    },
    stream: {
      partials: 1,
      order: { count: 1, size: SQUARE, quality: 'low', partials: 1 },
      carried: {
        size: { at: 'tools.0.size', is: '1024x1024' },
        quality: { at: 'tools.0.quality', is: 'low' },
        partials: { at: 'tools.0.partial_images', is: 1 },
      },
    },
    empty: { json: { id: 'resp_1', status: 'completed', output: [], model: 'gpt-5-mini' } },
  },
  chat: { model: 'gpt-5-mini', vision: true, empty: { json: { id: 'chatcmpl-1', choices: [] } } },
  rateLimited: {
    status: 429,
    headers: { 'retry-after': '2' },
    json: { error: { code: '429', message: 'Requests to this API have exceeded the call rate limit.' } },
  },
  unknownModel: 'gpt-image-9',
  skip: { 'chatImage: edits': 'the same tool as of OpenAI' },
};

describe('in the v1 API', () => providerContract(azureOpenai, CASES));

describe('in the dated API', () => {
  const { chatImage: _, ...cases } = CASES;
  providerContract(azureOpenai, {
    ...cases,
    basePath: '/openai',
    settings: { api_version: '2025-04-01-preview' },
    skip: { chatImage: 'known of the v1 API only' },
  });
});

describe('with a token of Entra', () => {
  const { image: _, chatImage: __, ...cases } = CASES;
  providerContract(azureOpenai, {
    ...cases,
    key: 'entra-test',
    settings: { auth: 'entra' },
    skip: { image: 'as with a key', chatImage: 'as with a key' },
  });
});

function targetOf(model: string, like: string, given: object = {}) {
  const read = azureOpenai.settings?.safeParse(given);
  if (!read?.success) throw new TypeError('bad settings');
  const settings = read.data;
  return {
    channel: 'c',
    baseUrl: 'http://up/openai/v1',
    model,
    settings,
    card: azureOpenai.card(like, settings),
  };
}

const encodeImage = (job: ImageJob, ...target: Parameters<typeof targetOf>) =>
  azureOpenai.image?.kind === 'exchange' ? azureOpenai.image.encode(job, targetOf(...target)) : undefined;
const encodeChat = (job: ChatJob, ...target: Parameters<typeof targetOf>) =>
  azureOpenai.chat?.kind === 'exchange' ? azureOpenai.chat.encode(job, targetOf(...target)) : undefined;

describe('a deployment', () => {
  it('has the rules of the model it is like, whatever its name', () => {
    expect(azureOpenai.card('gpt-image-1.5').image?.size.kind).toBe('fixed');
    const encoded = encodeImage(imageJob(), 'old', 'dall-e-3');
    expect(encoded?.call.body).toMatchObject({ tree: { model: 'old', response_format: 'b64_json' } });
  });

  it('is named in the path of the dated API', () => {
    const settings = { api_version: '2025-04-01-preview' };
    const encoded = encodeChat(chatJob(), 'my talker', 'gpt-5', settings);
    expect(encoded?.call.path).toBe(
      '/deployments/my%20talker/chat/completions?api-version=2025-04-01-preview',
    );
  });

  it('draws neither webp nor with a compression of its own', () => {
    expect(azureOpenai.card('gpt-image-2').image).toMatchObject({
      format: { native: ['png', 'jpeg'], compression: false },
      background: { transparent: 'never' },
    });
    expect(azureOpenai.card('gpt-image-1').image?.background.transparent).toBe('always');
  });

  it('leaves out previews that nobody wants', () => {
    const encoded = encodeImage(
      imageJob({ order: { count: 1, partials: 0 }, stream: true }),
      'p',
      'gpt-image-2',
    );
    const { body } = encoded?.call ?? {};
    expect(body?.kind === 'json' && JSON.stringify(body.tree)).not.toContain('partial_images');
  });
});

describe('a text model', () => {
  it('says that thoughts stay hidden, to those who want to see them', () => {
    const thinking = (show: boolean) => {
      const job = chatJob();
      return encodeChat({ ...job, request: { ...job.request, reasoning: { show } } }, 'talker', 'gpt-5');
    };
    expect(thinking(true)?.warnings).toEqual([
      expect.objectContaining({ kind: 'ignored', field: 'reasoning' }),
    ]);
    expect(thinking(false)?.warnings).toEqual([]);
  });

  it('draws only where an image deployment is named', () => {
    expect(azureOpenai.card('gpt-5', { image_model: 'gpt-image-2' }).chat).toEqual({ vision: true });
    const settings = { image_deployment: 'painter', image_model: 'gpt-image-1.5' };
    expect(azureOpenai.card('gpt-5', settings).chat?.image).toMatchObject({
      size: { kind: 'fixed' },
      maxCount: 1,
    });
  });

  it('names that deployment in a header, and says when a client wanted another model', () => {
    const settings = { image_deployment: 'painter', image_model: 'gpt-image-1.5' };
    const job = chatJob({ order: { count: 1, inputFidelity: 'high' }, image: { model: 'gpt-image-2' } });
    const encoded = encodeChat(job, 'talker', 'gpt-5', settings);
    expect(encoded?.call.headers).toMatchObject({ 'x-ms-oai-image-generation-deployment': 'painter' });
    const tree = encoded?.call.body?.kind === 'json' ? encoded.call.body.tree : null;
    expect(JSON.parse(JSON.stringify(tree)).tools).toEqual([
      { type: 'image_generation', input_fidelity: 'high' },
    ]);
    expect(encoded?.warnings).toEqual([
      expect.objectContaining({ kind: 'adjusted', detail: 'This channel draws with gpt-image-1.5.' }),
    ]);
  });
});

describe('a failure', () => {
  const decode = (status: number, tree: Tree) => azureOpenai.decodeError({ status, headers: {}, tree });

  it.each<[string, number, Tree]>([
    ['contentFilter beside created', 200, { created: 1, error: { code: 'contentFilter', message: 'No.' } }],
    ['an inner error', 400, { error: { code: 'x', inner_error: { code: 'ResponsibleAIPolicyViolation' } } }],
    ['an innererror', 400, { error: { code: 'x', innererror: { code: 'ResponsibleAIPolicyViolation' } } }],
    ['content_filter', 400, { error: { code: 'content_filter', message: 'No.' } }],
    ['moderation_blocked', 400, { error: { code: 'moderation_blocked', message: 'No.' } }],
  ])('is content_policy when it is spelled as %s', (_, status, tree) => {
    expect(decode(status, tree)).toMatchObject({ code: 'content_policy', facts: {} });
  });

  it('says which filters found something', () => {
    const content_filter_results = { violence: { filtered: true }, hate: { filtered: false } };
    const inner_error = { code: 'ResponsibleAIPolicyViolation', content_filter_results };
    const error = decode(400, {
      error: { code: 'content_policy_violation', message: 'Rejected.', inner_error },
    });
    expect(error.message).toBe('Rejected. (categories: violence)');
  });

  it('of a blocked resource takes the channel out of service, although it speaks of content', () => {
    const message = 'Your resource has been temporarily blocked because of content policy violations.';
    expect(decode(403, { error: { code: 'content_policy_violation', message } })).toMatchObject({
      code: 'upstream_auth',
      facts: { retry: 'next-target' },
    });
  });

  it.each<[string, number, string]>([
    ['429', 429, 'rate_limited'],
    ['RateLimitReached', 429, 'rate_limited'],
    ['401', 401, 'upstream_auth'],
    ['404', 404, 'model_not_found'],
    ['DeploymentNotFound', 404, 'model_not_found'],
  ])('with the code %s and the status %i is %s', (code, status, expected) => {
    expect(decode(status, { error: { code, message: 'Something.' } }).code).toBe(expected);
  });
});

describe('a resource', () => {
  it.each([
    [{ resource: 'acme' }, 'https://acme.openai.azure.com/openai/v1'],
    [{ resource: 'acme', api_version: '2025-04-01-preview' }, 'https://acme.openai.azure.com/openai'],
    [{}, 'https://{resource}.openai.azure.com/openai/v1'],
  ])('with the settings %j answers at %s', (given, url) => {
    expect(azureOpenai.baseUrlFor?.(given)).toBe(url);
  });

  it('refuses an api-version that is none', () => {
    expect(azureOpenai.settings?.safeParse({ api_version: 'newest' }).success).toBe(false);
  });
});
