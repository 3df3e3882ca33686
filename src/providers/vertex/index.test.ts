import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatJob, userTurn } from '../../../test/contract/jobs.ts';
import { perform, targetOf } from '../../../test/contract/perform.ts';
import { providerContract } from '../../../test/contract/provider-contract.ts';
import type { Fake } from '../../../test/upstreams/fake.ts';
import {
  serviceAccount,
  startVertex,
  VERTEX_API_KEY,
  VERTEX_PROJECT,
} from '../../../test/upstreams/vertex.ts';
import type { AuthorizeIo, OutgoingRequest } from '../../contract/provider.ts';
import type { ChatJob } from '../../contract/request.ts';
import { vertex } from './index.ts';

const SETTINGS = { project: VERTEX_PROJECT };
const at = (name: string, is: unknown) => ({ at: `generationConfig.imageConfig.${name}`, is });

const rateLimited = {
  status: 429,
  json: {
    error: {
      code: 429,
      message: 'Resource exhausted. Please try again later.',
      status: 'RESOURCE_EXHAUSTED',
      details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '2s' }],
    },
  },
};

describe('Gemini in express mode', () =>
  providerContract(vertex, {
    start: startVertex,
    basePath: '',
    key: VERTEX_API_KEY,
    chatImage: {
      model: 'gemini-nano-banana-2.1',
      generate: {
        order: { count: 1, aspectRatio: '16:9', tier: '1K', format: 'png' },
        carried: {
          aspectRatio: at('aspectRatio', '16:9'),
          tier: at('imageSize', '1K'),
          format: at('imageOutputOptions.mimeType', 'image/png'),
        },
        pixels: { width: 1376, height: 768 },
      },
      edit: {
        order: { count: 1, aspectRatio: '1:1', tier: '1K', format: 'jpeg', compression: 60 },
        carried: {
          aspectRatio: at('aspectRatio', '1:1'),
          tier: at('imageSize', '1K'),
          format: at('imageOutputOptions.mimeType', 'image/jpeg'),
          compression: at('imageOutputOptions.compressionQuality', 60),
        },
        pixels: { width: 1024, height: 1024 },
      },
      stream: {
        order: { count: 1, aspectRatio: '1:1', tier: '1K', format: 'png' },
        carried: {
          aspectRatio: at('aspectRatio', '1:1'),
          tier: at('imageSize', '1K'),
          format: at('imageOutputOptions.mimeType', 'image/png'),
        },
        pixels: { width: 1024, height: 1024 },
      },
      empty: {
        json: { candidates: [{ content: { parts: [{ text: 'What colour?' }] }, finishReason: 'STOP' }] },
      },
    },
    chat: {
      model: 'gemini-3.8-flash',
      vision: true,
      empty: { json: { candidates: [{ finishReason: 'OTHER', index: 0 }] } },
    },
    rateLimited,
    unknownModel: 'gemini-3.1-flash-image',
    skip: { image: 'Gemini draws inside its chat operation' },
  }));

describe('with a service account', () => {
  let fake: Fake;
  let key = '';
  beforeAll(async () => {
    fake = await startVertex();
    key = serviceAccount(fake);
  });
  afterAll(() => fake.close());

  const ask = (job: ChatJob, given: { key?: string; settings?: object } = {}) =>
    perform(vertex, job, { baseUrl: fake.url, key, settings: SETTINGS, ...given });
  const last = () => fake.calls.at(-1);

  it('Gemini answers for a token that a signed JWT has bought', async () => {
    const answer = await ask(chatJob({ model: 'gemini-3.8-flash' }));
    expect(answer.parts[0]).toMatchObject({ type: 'text' });
    expect(last()?.path).toBe(
      '/v1beta1/projects/test-project/locations/global/publishers/google/models/gemini-3.8-flash:generateContent',
    );
  });

  it('Claude answers, its version in the body and its own in the path', async () => {
    const extensions = { anthropic: { anthropic_beta: ['some-beta'] } };
    const job = chatJob({ model: 'claude-haiku-4-5@20251001', request: { extensions } });
    const answer = await ask(job);
    expect(answer).toMatchObject({ finish: 'stop', warnings: [] });
    expect(last()?.path).toMatch(/publishers\/anthropic\/models\/claude-haiku-4-5@20251001:rawPredict$/);
    expect(last()?.headers['anthropic-beta']).toBe('some-beta');
  });

  it.each([
    ['no key file', '{"type":"service_account"}'],
    ['no JSON', '{oops'],
  ])('a key that is %s is refused here', async (_, wrong) => {
    const before = fake.calls.length;
    await expect(ask(chatJob({ model: 'gemini-3.8-flash' }), { key: wrong })).rejects.toMatchObject({
      code: 'upstream_auth',
      facts: { retry: 'next-target' },
    });
    expect(fake.calls).toHaveLength(before);
  });

  it('a private key that cannot be read is refused here', async () => {
    const wrong = serviceAccount(fake, { private_key: 'oops' });
    await expect(ask(chatJob({ model: 'gemini-3.8-flash' }), { key: wrong })).rejects.toMatchObject({
      code: 'upstream_auth',
    });
  });

  it('a token service that refuses or fails says so', async () => {
    fake.next({ status: 400, json: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' } });
    await expect(ask(chatJob({ model: 'gemini-3.8-flash' }))).rejects.toMatchObject({
      code: 'upstream_auth',
      facts: { internal: 'no access token (400): Invalid JWT Signature.' },
    });
    fake.next({ status: 503, body: 'down' });
    await expect(ask(chatJob({ model: 'gemini-3.8-flash' }))).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
  });

  it('a project without access is a matter of credentials, a model that is not there is not', async () => {
    const foreign = ask(chatJob({ model: 'gemini-3.8-flash' }), { settings: { project: 'other' } });
    await expect(foreign).rejects.toMatchObject({ code: 'upstream_auth' });
    const elsewhere = { ...SETTINGS, location: 'europe-west4' };
    await expect(ask(chatJob({ model: 'gemini-3.8-flash' }), { settings: elsewhere })).rejects.toMatchObject({
      code: 'model_not_found',
      message: 'Vertex AI does not serve this model.',
    });
  });

  it("a failure of Claude's own comes in Claude's words", () => {
    const tree = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
    expect(vertex.decodeError({ status: 529, headers: {}, tree }).code).toBe('upstream_unavailable');
  });
});

describe('a token', () => {
  const request = {} as OutgoingRequest;
  const job = chatJob({ model: 'gemini-3.8-flash' });
  const target = targetOf(vertex, job, { baseUrl: 'http://up', key: '', settings: SETTINGS });

  it('is used until a minute before it expires, and is asked for by the account', async () => {
    const asked: { name: string; expires: number }[] = [];
    const io: AuthorizeIo = {
      now: () => 1_000_000,
      async token(name, fetch) {
        const { value, expires } = await fetch();
        asked.push({ name, expires });
        return value;
      },
      send: async () => ({ status: 200, headers: {}, tree: { access_token: 'ya29.x', expires_in: 3600 } }),
    };
    const headers = await vertex.authorize(serviceAccount({ url: 'http://up' }), request, target, io);
    expect(headers).toEqual({ authorization: 'Bearer ya29.x' });
    const name = 'gateway@test-project.iam.gserviceaccount.com key-1';
    expect(asked).toEqual([{ name, expires: 1_000_000 + 3_540_000 }]);
  });

  it('made elsewhere is sent as it is', async () => {
    const headers = await vertex.authorize('ya29.abc', request, target, {} as AuthorizeIo);
    expect(headers).toEqual({ authorization: 'Bearer ya29.abc' });
  });
});

describe('a call', () => {
  const encode = (job: ChatJob, settings: object = SETTINGS, baseUrl = 'http://up') => {
    if (vertex.chat?.kind !== 'exchange') throw new TypeError('no exchange');
    return vertex.chat.encode(job, targetOf(vertex, job, { baseUrl, key: '', settings }));
  };

  it('names files by any link, as only Vertex can', () => {
    const media = { from: 'url', url: 'https://example.org/a.pdf' } as const;
    const messages = [userTurn({ type: 'file', media, mediaType: 'application/pdf' })];
    const { call, warnings } = encode(chatJob({ model: 'gemini-3.8-flash', messages }));
    expect(warnings).toEqual([]);
    expect(call.body).toMatchObject({
      tree: { contents: [{ parts: [{ fileData: { fileUri: media.url, mimeType: 'application/pdf' } }] }] },
    });
  });

  it('repeats no version that stands in the base URL', () => {
    const { call } = encode(chatJob({ model: 'gemini-3.8-flash' }), SETTINGS, 'http://up/v1');
    expect(call.path).toMatch(/^\/projects\/test-project\//);
  });

  it('to Claude needs a project', () => {
    expect(() => encode(chatJob({ model: 'claude-sonnet-5' }), {})).toThrow('needs a channel with a project');
  });
});

describe('a location', () => {
  it.each([
    ['global', 'https://aiplatform.googleapis.com'],
    ['eu', 'https://aiplatform.eu.rep.googleapis.com'],
    ['us-central1', 'https://us-central1-aiplatform.googleapis.com'],
  ])('%s answers at %s', (location, url) => {
    expect(vertex.baseUrlFor?.({ location })).toBe(url);
  });

  it('that is none is refused', () => {
    expect(vertex.settings?.safeParse({ location: 'evil.example/' }).success).toBe(false);
  });
});

describe('the catalogue', () => {
  it('draws png and jpeg natively, webp not', () => {
    expect(vertex.card('gemini-3-pro-image').chat?.image?.format).toEqual({
      native: ['png', 'jpeg'],
      compression: true,
    });
  });

  it('has Claude under the names with a date', () => {
    expect(vertex.card('claude-haiku-4-5@20251001').title).toBe('Claude Haiku 4.5');
    expect(vertex.models.map(({ id }) => id)).toContain('claude-haiku-4-5@20251001');
  });
});
