import { describe, expect, it } from 'vitest';
import { chatJob, userTurn } from '../../../test/contract/jobs.ts';
import { perform, performStream, targetOf } from '../../../test/contract/perform.ts';
import { type ProviderCases, providerContract } from '../../../test/contract/provider-contract.ts';
import { awsEvent, awsException } from '../../../test/upstreams/aws-event-stream.ts';
import { BEDROCK_ACCOUNT, startBedrock } from '../../../test/upstreams/bedrock.ts';
import type { Fake } from '../../../test/upstreams/fake.ts';
import type { Tree } from '../../contract/tree.ts';
import { bedrock } from './index.ts';

const MODEL = 'global.anthropic.claude-sonnet-4-6';
const { accessKeyId, secretAccessKey, region } = BEDROCK_ACCOUNT;
const SIGNED = { region, access_key_id: accessKeyId };

const CASES: ProviderCases = {
  start: () => startBedrock(),
  basePath: '',
  key: secretAccessKey,
  settings: SIGNED,
  chat: {
    model: MODEL,
    vision: true,
    empty: { json: { id: 'msg_1', type: 'message', role: 'assistant', content: [] } },
  },
  rateLimited: {
    status: 429,
    headers: { 'x-amzn-errortype': 'ThrottlingException', 'retry-after': '2' },
    json: { message: 'Too many requests, please wait before trying again.' },
  },
  unknownModel: 'amazon.nova-pro-v1:0',
  skip: { image: 'Claude draws nothing', chatImage: 'Claude draws nothing' },
};

describe('InvokeModel, signed', () => providerContract(bedrock, CASES));

describe('InvokeModel with an API key', () =>
  providerContract(bedrock, { ...CASES, key: 'bedrock-api-key-test', settings: {} }));

describe('the Messages API, signed', () =>
  providerContract(bedrock, {
    ...CASES,
    settings: { ...SIGNED, api: 'messages' },
    unknownModel: 'anthropic.claude-0',
  }));

async function withFake<T>(fake: Promise<Fake>, use: (fake: Fake) => Promise<T>): Promise<T> {
  const started = await fake;
  try {
    return await use(started);
  } finally {
    await started.close();
  }
}

const at = ({ url }: Fake, settings: object = SIGNED) => ({ baseUrl: url, key: secretAccessKey, settings });

describe('a signature', () => {
  it('covers ids whose characters are escaped in the path, and a session token', async () => {
    const settings = { ...SIGNED, session_token: 'session' };
    const model = 'eu.anthropic.claude-haiku-4-5-20251001-v1:0';
    await withFake(startBedrock({ sessionToken: 'session' }), async (fake) => {
      const answer = await perform(bedrock, chatJob({ model, prompt: 'Hi' }), at(fake, settings));
      expect(answer.finish).toBe('stop');
      expect(fake.calls[0]?.path).toBe('/model/eu.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke');
    });
  });

  it('of another region is refused', async () => {
    await withFake(startBedrock({ region: 'us-west-2' }), async (fake) => {
      const refused = perform(bedrock, chatJob({ model: MODEL }), at(fake));
      await expect(refused).rejects.toMatchObject({ code: 'upstream_auth' });
    });
  });

  it('is made for the service that is asked', async () => {
    await withFake(startBedrock({ service: 'bedrock-mantle' }), async (fake) => {
      const answer = await perform(
        bedrock,
        chatJob({ model: MODEL }),
        at(fake, { ...SIGNED, api: 'mantle' }),
      );
      expect(answer.finish).toBe('stop');
    });
  });
});

describe('a request', () => {
  const encode = (job: ReturnType<typeof chatJob>, settings: object = {}) => {
    if (bedrock.chat?.kind !== 'exchange') throw new TypeError('no exchange');
    const { call } = bedrock.chat.encode(
      job,
      targetOf(bedrock, job, { baseUrl: 'http://up', key: '', settings }),
    );
    return { ...call, json: call.body?.kind === 'json' ? JSON.parse(JSON.stringify(call.body.tree)) : {} };
  };

  it('has version and betas in its body, the model and the wish for a stream in its path', () => {
    const extensions = { anthropic: { anthropic_beta: ['one', 'two'] } };
    const call = encode(chatJob({ model: MODEL, stream: true, request: { extensions } }));
    expect(call.path).toBe(`/model/${MODEL}/invoke-with-response-stream`);
    expect(call.headers).toEqual({});
    expect(call.json).toMatchObject({
      anthropic_version: 'bedrock-2023-05-31',
      anthropic_beta: ['one', 'two'],
    });
    expect(Object.keys(call.json)).not.toEqual(expect.arrayContaining(['model']));
    expect(Object.keys(call.json)).not.toEqual(expect.arrayContaining(['stream']));
  });

  it('of the Messages API names the model in the body', () => {
    const call = encode(chatJob({ model: MODEL }), { api: 'messages' });
    expect(call).toMatchObject({ path: '/anthropic/v1/messages', json: { model: MODEL } });
    expect(call.headers).toHaveProperty('anthropic-version');
  });
});

describe('a stream', () => {
  const answered = (...messages: readonly Buffer[]) =>
    withFake(startBedrock(), async (fake) => {
      fake.next({
        raw: (response) => {
          response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
          response.end(Buffer.concat(messages));
        },
      });
      const job = chatJob({ model: MODEL, messages: [userTurn({ type: 'text', text: 'Hi' })], stream: true });
      return performStream(bedrock, job, at(fake));
    });
  const chunk = (data: object) =>
    awsEvent('chunk', { bytes: Buffer.from(JSON.stringify(data)).toString('base64') });

  it.each([
    ['throttlingException', 'rate_limited'],
    ['serviceUnavailableException', 'upstream_unavailable'],
    ['modelStreamErrorException', 'upstream_error'],
    ['validationException', 'invalid_request'],
    ['modelTimeoutException', 'upstream_timeout'],
  ])('that breaks with %s fails with %s', async (type, code) => {
    const begun = chunk({ type: 'message_start', message: { id: 'm', model: 'claude', usage: {} } });
    await expect(answered(begun, awsException(type, 'It broke.'))).rejects.toMatchObject({ code });
  });

  it("may carry Anthropic's own error", async () => {
    const error = chunk({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } });
    await expect(answered(error)).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });

  it('that ends before its last event is no answer', async () => {
    const begun = chunk({ type: 'message_start', message: { id: 'm', model: 'claude', usage: {} } });
    await expect(answered(begun)).rejects.toMatchObject({
      code: 'upstream_error',
      facts: { outcomeUnknown: true },
    });
  });

  it('with a chunk that is no JSON is an upstream error', async () => {
    await expect(answered(awsEvent('chunk', { bytes: 'e3s=' }))).rejects.toMatchObject({
      code: 'upstream_error',
    });
  });
});

describe('a failure', () => {
  const decode = (status: number, tree: Tree, name = '') =>
    bedrock.decodeError({ status, headers: { 'x-amzn-errortype': name }, tree });

  it.each<[string, number, string, string]>([
    ['AccessDeniedException', 403, 'You do not have access.', 'upstream_auth'],
    ['ExpiredTokenException:http://x', 403, 'The security token has expired.', 'upstream_auth'],
    ['ThrottlingException', 429, 'Too many tokens per day.', 'rate_limited'],
    ['ServiceQuotaExceededException', 400, 'Quota.', 'quota_exceeded'],
    ['ModelNotReadyException', 429, 'Not ready.', 'upstream_unavailable'],
    ['ResourceNotFoundException', 404, 'Not found.', 'model_not_found'],
    ['ValidationException', 400, 'Invocation with on-demand throughput isn’t supported.', 'model_not_found'],
    ['ValidationException', 400, 'max_tokens: too large', 'invalid_request'],
    ['ValidationException', 400, 'Output blocked by content filtering policy', 'content_policy'],
  ])('named %s with status %i is told by name and words: %s', (name, status, message, code) => {
    expect(decode(status, { message }, name).code).toBe(code);
  });

  it('may stand in the body, and never shows the account', () => {
    const arn = 'arn:aws:bedrock:eu-west-1:123456789012:inference-profile/x';
    const error = decode(400, { __type: 'com.amazon#ValidationException', Message: `Bad ${arn}` });
    expect(error).toMatchObject({ code: 'invalid_request', message: 'Bad [resource]' });
  });

  it('can come as a 200', async () => {
    await withFake(startBedrock(), async (fake) => {
      fake.next({
        json: { message: 'The model returned the following errors: messages.1: Expected `thinking`' },
      });
      await expect(perform(bedrock, chatJob({ model: MODEL }), at(fake))).rejects.toMatchObject({
        code: 'upstream_error',
      });
    });
  });
});

describe('a channel', () => {
  it.each([
    [{}, 'https://bedrock-runtime.us-east-1.amazonaws.com'],
    [{ region: 'cn-north-1' }, 'https://bedrock-runtime.cn-north-1.amazonaws.com.cn'],
    [{ region: 'eu-west-1', api: 'mantle' }, 'https://bedrock-mantle.eu-west-1.api.aws'],
  ])('with the settings %j calls %s', (given, url) => {
    const read = bedrock.settings?.safeParse(given);
    expect(read?.success && bedrock.baseUrlFor?.(read.data)).toBe(url);
  });

  it('knows Claude by every id that Bedrock has for it', () => {
    for (const id of ['anthropic.claude-opus-4-6-v1', 'us.anthropic.claude-opus-4-6-v1:0']) {
      expect(bedrock.card(id)).toEqual({ id, title: 'Claude Opus 4.6', chat: { vision: true } });
    }
  });
});
