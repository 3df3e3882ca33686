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
      include: ['reasoning.encrypted_content'],
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
      tools: [{ type: 'image_generation', model: 'gpt-image-2' }],
      tool_usage: {
        image_gen: { input_tokens: 40, input_tokens_details: { image_tokens: 5 }, output_tokens: 200 },
      },
    });
    expect(answer.drawing).toEqual({
      model: 'gpt-image-2',
      usage: {
        ...{ inputTokens: 40, outputTokens: 200, images: 1 },
        ...{ inputImageTokens: 5, outputImageTokens: 200 },
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
    expect(collect(events).parts.map(({ type }) => type)).toEqual(['reasoning', 'media']);
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

const weather = {
  type: 'function',
  name: 'weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
} as const;
const plain = (options: ChatJobOptions = {}) => chatJob({ model: 'gpt-5-mini', ...options });
const encodePlain = (request: ChatJobOptions['request'] = {}, messages?: ChatJobOptions['messages']) => {
  const { call, warnings } = responses.encode(plain({ request, ...(messages && { messages }) }), target);
  const tree = call.body?.kind === 'json' ? call.body.tree : {};
  return { tree: JSON.parse(JSON.stringify(tree)) as TreeObject, warnings };
};

describe('a request without pictures', () => {
  it('offers functions, strict only where that was said, and passes the choice on', () => {
    const { tree } = encodePlain({
      tools: [weather],
      toolChoice: { name: 'weather' },
      parallelToolCalls: false,
    });
    expect(tree).toMatchObject({
      tools: [{ ...weather, strict: false }],
      tool_choice: { type: 'function', name: 'weather' },
      parallel_tool_calls: false,
    });
  });

  it('offers functions beside the tool that draws', () => {
    const { tree } = encode({ request: { tools: [weather] }, image: { required: false } });
    expect(tree.tools).toMatchObject([{ name: 'weather' }, { type: 'image_generation' }]);
    expect(tree.tool_choice).toBe('auto');
  });

  it('sends tools of its own kind on and reports those of others', () => {
    const search = { type: 'web_search' };
    const { tree, warnings } = encodePlain({
      extensions: { 'openai-responses': { tool_choice: search } },
      tools: [
        { type: 'native', format: 'openai-responses', name: 'web_search', tree: search },
        { type: 'native', format: 'anthropic', name: 'bash', tree: { type: 'bash_20250124' } },
      ],
    });
    expect(tree).toMatchObject({ tools: [search], tool_choice: search });
    expect(warnings).toMatchObject([{ kind: 'ignored', field: 'tools' }]);
  });

  it('puts effort, summary, schema and fields of the client where the API has them', () => {
    const { tree, warnings } = encodePlain({
      reasoning: { effort: 'high', show: true },
      output: { maxTokens: 99, format: { kind: 'json-schema', name: 'x', schema: { type: 'object' } } },
      extensions: {
        'openai-responses': {
          'reasoning.summary': 'detailed',
          'text.verbosity': 'low',
          include: ['message.output_text.logprobs'],
          service_tier: 'flex',
        },
      },
    });
    expect(tree).toMatchObject({
      reasoning: { effort: 'high', summary: 'detailed' },
      text: { format: { type: 'json_schema', name: 'x', schema: { type: 'object' } }, verbosity: 'low' },
      include: ['message.output_text.logprobs', 'reasoning.encrypted_content'],
      max_output_tokens: 99,
      service_tier: 'flex',
    });
    expect(warnings).toEqual([]);
  });

  it('keeps the order of thoughts, words and calls, and answers calls with words or pictures', () => {
    const text = (value: string) => ({ type: 'text', text: value }) as const;
    const { tree } = encodePlain({}, [
      userTurn(text('Weather?')),
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', text: 'Hm', signature: 'enc' },
          { type: 'reasoning', text: 'unsigned' },
          text('Let me look.'),
          { type: 'tool-call', id: 'c1', name: 'weather', arguments: '{}' },
          { type: 'tool-call', id: 'c2', name: 'weather', arguments: '{}' },
        ],
      },
      {
        role: 'tool',
        parts: [
          { type: 'tool-result', id: 'c1', parts: [text('Sunny')] },
          { type: 'tool-result', id: 'c2', parts: [text('See'), picturePart(PNG)] },
        ],
      },
    ]);
    expect(tree.input).toEqual([
      { role: 'user', content: [{ type: 'input_text', text: 'Weather?' }] },
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm' }], encrypted_content: 'enc' },
      { role: 'assistant', content: [{ type: 'output_text', text: 'Let me look.' }] },
      { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{}' },
      { type: 'function_call', call_id: 'c2', name: 'weather', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c1', output: 'Sunny' },
      {
        type: 'function_call_output',
        call_id: 'c2',
        output: [
          { type: 'input_text', text: 'See' },
          { type: 'input_image', image_url: expect.anything() },
        ],
      },
    ]);
  });
});

const thought = {
  type: 'reasoning',
  id: 'rs_1',
  summary: [
    { type: 'summary_text', text: 'One' },
    { type: 'summary_text', text: 'Two' },
  ],
  encrypted_content: 'enc',
};
const call = { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{"city":"Rome"}' };
const parts = [
  { type: 'reasoning', text: 'One\n\nTwo', id: 'rs_1', signature: 'enc' },
  { type: 'tool-call', id: 'c1', name: 'weather', arguments: '{"city":"Rome"}' },
];

describe('an answer without pictures', () => {
  const read = (output: TreeObject[], fields: TreeObject = {}) =>
    responses.decode({ status: 200, headers: {}, tree: { id: 'r', output, ...fields } }, plain(), target);

  it('holds thoughts with their encrypted form, and calls', () => {
    expect(read([thought, call])).toMatchObject({ parts, finish: 'tool-calls' });
  });

  it('marks thoughts that are encrypted only as hidden', () => {
    const [part] = read([{ ...thought, summary: [] }]).parts;
    expect(part).toEqual({ type: 'reasoning', text: '', id: 'rs_1', redacted: true, signature: 'enc' });
  });

  it('reports pieces it has no place for, each kind once', () => {
    const search = { type: 'web_search_call', id: 'ws_1', status: 'completed' };
    const fold = responses.decodeStream(plain({ stream: true }), target);
    const item = (data: TreeObject) => fold.push({ data: { type: 'response.output_item.done', item: data } });
    const types = [...item(search), ...item(search)].map(({ type }) => type);
    expect(types).toEqual(['response-start', 'warning']);
  });

  it('withheld by the content filter is a refusal', () => {
    const fields = { status: 'incomplete', incomplete_details: { reason: 'content_filter' } };
    expect(failure(() => read([], fields))?.code).toBe('content_policy');
  });

  it('reads the same whether it is streamed in pieces or only repeated at the end of each item', () => {
    const run = (frames: readonly [string, TreeObject][]) => {
      const fold = responses.decodeStream(plain({ stream: true }), target);
      const events = frames.flatMap(([type, data]) =>
        fold.push({ data: { type: `response.${type}`, ...data } }),
      );
      return collect([...events, ...fold.end()]);
    };
    const frame = [
      ['created', { response: { id: 'r' } }],
      ['output_item.added', { item: { ...thought, summary: [] } }],
      ['reasoning_summary_text.delta', { item_id: 'rs_1', delta: 'One' }],
      ['reasoning_summary_part.added', { item_id: 'rs_1', summary_index: 1 }],
      ['reasoning_summary_text.delta', { item_id: 'rs_1', delta: 'Two' }],
      ['output_item.done', { item: thought }],
      ['output_item.added', { item: { ...call, arguments: '' } }],
      ['function_call_arguments.delta', { delta: '{"city":' }],
      ['function_call_arguments.delta', { delta: '"Rome"}' }],
      ['output_item.done', { item: call }],
      ['completed', { response: { status: 'completed' } }],
    ] as const;
    const terse = frame.filter(([type]) => !/delta|part/.test(type));
    expect(run(frame as unknown as [string, TreeObject][])).toMatchObject({ parts, finish: 'tool-calls' });
    expect(run(terse as unknown as [string, TreeObject][])).toMatchObject({ parts, finish: 'tool-calls' });
  });
});
