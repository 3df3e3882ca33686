import { describe, expect, it } from 'vitest';
import { type ChatJobOptions, chatJob, picturePart, userTurn } from '../../../test/contract/jobs.ts';
import { performStream } from '../../../test/contract/perform.ts';
import { startOpenAi } from '../../../test/upstreams/openai.ts';
import type { GatewayError } from '../../contract/error.ts';
import { collect } from '../../contract/stream.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { openai } from './index.ts';
import { responses } from './responses.ts';

const target = { channel: 'c', baseUrl: 'http://up', model: 'gpt-5-mini', card: openai.card('gpt-5-mini') };
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ', 'base64');
const result = PNG.toString('base64');
const order = { count: 1, size: { width: 1280, height: 768 }, quality: 'low' };

const job = (options: ChatJobOptions = {}) => chatJob({ model: 'gpt-5-mini', order, ...options });
const encode = (options: ChatJobOptions = {}) => {
  const { call, warnings } = responses.encode(job(options), target);
  const tree = call.body?.kind === 'json' ? (call.body.tree as TreeObject) : {};
  return { tree: JSON.parse(JSON.stringify(tree)) as TreeObject, warnings };
};
const decode = (fields: TreeObject, options: ChatJobOptions = {}) =>
  responses.decode({ status: 200, headers: {}, tree: { id: 'resp_1', ...fields } }, job(options), target);

describe('a request that a text model draw', () => {
  it('pins the drawing model, forces the tool and keeps nothing upstream', () => {
    expect(encode().tree).toEqual({
      model: 'gpt-5-mini',
      store: false,
      input: [{ role: 'user', content: [{ type: 'input_text', text: 'Hello' }] }],
      tools: [{ type: 'image_generation', model: 'gpt-image-2', size: '1280x768', quality: 'low' }],
      tool_choice: { type: 'image_generation' },
    });
  });

  it('leaves the choice to the model where a picture is not required', () => {
    expect(encode({ image: { required: false } }).tree.tool_choice).toBe('auto');
  });

  it('lets the client choose the drawing model, and leaves out what that one refuses', () => {
    const { tree, warnings } = encode({
      image: { model: 'gpt-image-1.5', fields: { size: 'tools[0].size' } },
    });
    expect(tree.tools).toEqual([{ type: 'image_generation', model: 'gpt-image-1.5', quality: 'low' }]);
    expect(warnings).toMatchObject([{ kind: 'adjusted', field: 'tools[0].size' }]);
  });

  it('turns history into input items, drawn pictures into the next user turn', () => {
    const text = (value: string) => ({ type: 'text', text: value }) as const;
    const messages = [
      { role: 'system', parts: [text('Be brief.')] },
      { role: 'assistant', parts: [text('Here.'), picturePart(PNG)] },
      userTurn(text('Bluer')),
    ] as const;
    expect(encode({ messages }).tree.input).toMatchObject([
      { role: 'system', content: [{ type: 'input_text', text: 'Be brief.' }] },
      { role: 'assistant', content: [{ type: 'output_text', text: 'Here.' }] },
      { role: 'user', content: [{ type: 'input_image' }, { type: 'input_text', text: 'Bluer' }] },
    ]);
  });

  it('translates what chat completions name otherwise and reports what has no place', () => {
    const { tree, warnings } = encode({
      request: {
        sampling: { temperature: 0.2, seed: 4, stop: ['x'] },
        extensions: {
          'openai-chat': { reasoning_effort: 'low', verbosity: 'high', logit_bias: {}, store: true },
        },
      },
    });
    expect(tree).toMatchObject({
      temperature: 0.2,
      reasoning: { effort: 'low' },
      text: { verbosity: 'high' },
      store: true,
    });
    expect(warnings.map(({ field }) => field)).toEqual(['seed', 'stop', 'logit_bias']);
  });
});

const drawn = { type: 'image_generation_call', status: 'completed', result, revised_prompt: 'A kite' };
const said = (text: string) => ({ type: 'message', content: [{ type: 'output_text', text }] });

describe('an answer of a text model that was to draw', () => {
  it('holds picture and text, and the usage of both models together', () => {
    const answer = decode({
      status: 'completed',
      model: 'gpt-5-mini-2025',
      output: [drawn, said('There you are.')],
      usage: { input_tokens: 100, input_tokens_details: { cached_tokens: 7 }, output_tokens: 10 },
      tool_usage: {
        image_gen: { input_tokens: 40, input_tokens_details: { image_tokens: 5 }, output_tokens: 200 },
      },
    });
    expect(answer.parts).toMatchObject([
      { type: 'media', revisedPrompt: 'A kite' },
      { type: 'text', text: 'There you are.' },
    ]);
    expect(answer.usage).toEqual({
      inputTokens: 140,
      outputTokens: 210,
      cachedInputTokens: 7,
      inputImageTokens: 5,
      outputImageTokens: 200,
      images: 1,
    });
  });

  it('leaves the text out where only pictures are wanted', () => {
    const { parts } = decode({ output: [drawn, said('Words')] }, { image: { text: false } });
    expect(parts.map(({ type }) => type)).toEqual(['media']);
  });

  it('in words alone is no_image with the words as the reason, unless the model was free to choose', () => {
    const output = [said('I would rather not.')];
    const refused = failure(() => decode({ output }));
    expect(refused).toMatchObject({
      code: 'no_image',
      message: expect.stringContaining('I would rather not.'),
    });
    expect(decode({ output }, { image: { required: false } }).parts).toHaveLength(1);
  });

  it('whose drawing failed says why, even where the model apologises', () => {
    const error = {
      code: 'moderation_blocked',
      message: 'Rejected',
      moderation_details: { categories: ['gore'] },
    };
    const failed = { type: 'image_generation_call', status: 'failed', result: null };
    const blocked = { output: [{ ...failed, error }, said('Sorry.')] };
    expect(failure(() => decode(blocked, { image: { required: false } }))).toMatchObject({
      code: 'content_policy',
      message: 'Rejected (categories: gore)',
    });
    expect(failure(() => decode({ output: [failed] }))?.code).toBe('no_image');
  });

  it('that is a failure has its code, and one cut short its finish', () => {
    expect(failure(() => decode({ error: { code: 'rate_limit_exceeded', message: 'Slow' } }))?.code).toBe(
      'rate_limited',
    );
    expect(failure(() => decode({ error: { code: 'image_too_large', message: 'Big' } }))?.code).toBe(
      'invalid_request',
    );
    const status = 'incomplete';
    expect(
      decode({ status, incomplete_details: { reason: 'max_output_tokens' }, output: [drawn] }).finish,
    ).toBe('length');
    const filtered = { status, incomplete_details: { reason: 'content_filter' }, output: [] };
    expect(failure(() => decode(filtered))?.code).toBe('content_policy');
  });
});

describe('a stream of a text model that draws', () => {
  const stream = (types: readonly [string, TreeObject][], options: ChatJobOptions = {}) => {
    const fold = responses.decodeStream(job({ stream: true, ...options }), target);
    return [
      ...types.flatMap(([type, data]) => fold.push({ event: type, data: { type, ...data } })),
      ...fold.end(),
    ];
  };

  it('drops the preview that nobody asked for, and takes the picture once', async () => {
    const fake = await startOpenAi();
    const upstream = { baseUrl: `${fake.url}/v1`, key: 'sk-test' };
    const events = await performStream(openai, job({ stream: true, prompt: 'Draw a kite' }), upstream);
    expect(events.filter(({ type }) => type === 'media-partial')).toEqual([]);
    expect(collect(events).parts.map(({ type }) => type)).toEqual(['media']);
    await fake.close();
  });

  it('ends only with a terminal event', () => {
    expect(() => stream([['response.output_item.done', { item: drawn }]])).toThrow(
      'before the answer was finished',
    );
    const completed = { response: { status: 'completed', output: [drawn] } };
    const events = stream([
      ['response.created', { response: { id: 'resp_1' } }],
      ['response.output_item.done', { item: drawn }],
      ['response.completed', completed],
    ]);
    expect(collect(events)).toMatchObject({ id: 'resp_1', parts: [{ type: 'media' }], finish: 'stop' });
  });

  it('fails with the code of an error event or of a failed response', () => {
    const error = { code: 'rate_limit_exceeded', message: 'Slow down' };
    expect(failure(() => stream([['error', error]]))?.code).toBe('rate_limited');
    expect(failure(() => stream([['response.failed', { response: { error } }]]))?.code).toBe('rate_limited');
  });
});

function failure(action: () => unknown): GatewayError | undefined {
  try {
    action();
  } catch (error) {
    return error as GatewayError;
  }
  return undefined;
}
