import { describe, expect, it } from 'vitest';
import { chatJob, picturePart, userTurn } from '../../../test/contract/jobs.ts';
import type { GatewayError } from '../../contract/error.ts';
import { BytesPayload } from '../../contract/payload.ts';
import type { Target } from '../../contract/provider.ts';
import type { ChatJob } from '../../contract/request.ts';
import { collect } from '../../contract/stream.ts';
import { SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { chatCompletions } from './chat.ts';

const target: Target = { channel: 'c', baseUrl: 'http://up', model: 'm', card: { id: 'm' } };
const plain = chatCompletions();
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ', 'base64');
const pngPart = picturePart(PNG);

const bodyOf = (job: ChatJob, exchange = plain): TreeObject => {
  const { body } = exchange.encode(job, target).call;
  return body?.kind === 'json' ? (body.tree as TreeObject) : {};
};
const text = (value: string) => ({ type: 'text', text: value }) as const;

describe('a chat completions request', () => {
  it('writes text content as a string and mixed content as parts', () => {
    const messages = [
      { role: 'system', parts: [text('Be brief.')] },
      userTurn(text('Hi')),
      userTurn(text('Look'), { ...pngPart, detail: 'low' }),
    ] as const;
    expect(bodyOf(chatJob({ messages })).messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look' },
          {
            type: 'image_url',
            image_url: {
              url: SplicedString.of('data:image/png;base64,', new BytesPayload(PNG)),
              detail: 'low',
            },
          },
        ],
      },
    ]);
  });

  it('passes links on as they are', () => {
    const link = { type: 'media', media: { from: 'url', url: 'https://a.example/b.png' } } as const;
    const [turn] = bodyOf(chatJob({ messages: [userTurn(link)] })).messages as readonly TreeObject[];
    expect(turn?.content).toMatchObject([{ image_url: { url: 'https://a.example/b.png' } }]);
  });

  it('hands a drawn picture to the user turn that follows it', () => {
    const drawn = { role: 'assistant', parts: [text('Here.'), pngPart] } as const;
    const { messages } = bodyOf(chatJob({ messages: [drawn, userTurn(text('Bluer'))] }));
    expect(messages).toMatchObject([
      { role: 'assistant', content: 'Here.' },
      { role: 'user', content: [{ type: 'image_url' }, { type: 'text', text: 'Bluer' }] },
    ]);
  });

  it('leaves out an assistant turn that was nothing but a picture, and keeps the picture at the end', () => {
    const { messages } = bodyOf(chatJob({ messages: [{ role: 'assistant', parts: [pngPart] }] }));
    expect(messages).toMatchObject([{ role: 'user', content: [{ type: 'image_url' }] }]);
  });

  it('writes tool calls and their results', () => {
    const call = { type: 'tool-call', id: 'c1', name: 'find', arguments: '{"a":1}' } as const;
    const result = { type: 'tool-result', id: 'c1', parts: [text('found')] } as const;
    const messages = [
      { role: 'assistant', parts: [call] },
      { role: 'tool', parts: [result] },
    ] as const;
    expect(bodyOf(chatJob({ messages })).messages).toEqual([
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'find', arguments: '{"a":1}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'found' },
    ]);
  });

  it('sends sampling, limits, the end user and own extensions, and asks a stream for its usage', () => {
    const job = chatJob({
      stream: true,
      request: {
        sampling: { temperature: 0.5, topP: 0.9, seed: 7, stop: ['END'] },
        output: { maxTokens: 99 },
        endUser: 'u1',
        extensions: { 'openai-chat': { reasoning_effort: 'low' }, client: { include_usage: true } },
      },
    });
    expect(bodyOf(job, chatCompletions({ maxTokensField: 'max_completion_tokens' }))).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'Hello' }],
      temperature: 0.5,
      top_p: 0.9,
      seed: 7,
      stop: ['END'],
      max_completion_tokens: 99,
      user: 'u1',
      reasoning_effort: 'low',
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it('reports what it cannot send', () => {
    const job = chatJob({
      request: { sampling: { topK: 5 }, extensions: { gemini: { cachedContent: 'x' } } },
    });
    const { warnings } = plain.encode(job, target);
    expect(warnings.map(({ kind, field }) => `${kind} ${field}`)).toEqual([
      'ignored top_k',
      'ignored cachedContent',
    ]);
    expect(
      chatCompletions({ sampling: () => ({ topK: 'top_k' }) }).encode(job, target).warnings,
    ).toHaveLength(1);
  });

  it('lets an upstream add fields and members of assistant turns', () => {
    const exchange = chatCompletions({
      extend: () => ({ fields: { modalities: ['image'] } }),
      assistantExtras: () => ({ reasoning_details: [1] }),
    });
    const job = chatJob({ messages: [{ role: 'assistant', parts: [text('x')] }] });
    expect(bodyOf(job, exchange)).toMatchObject({
      modalities: ['image'],
      messages: [{ reasoning_details: [1] }],
    });
  });
});

const reply = (tree: Tree) => ({ status: 200, headers: {}, tree });
const message = (fields: TreeObject, finish_reason: string | null = 'stop') =>
  reply({ id: 'x', model: 'm-1', choices: [{ index: 0, message: fields, finish_reason }] });
const decode = (...args: Parameters<typeof message>) => plain.decode(message(...args), chatJob(), target);

describe('a plain chat completions answer', () => {
  it('becomes reasoning, text, pictures and tool calls, in this order', () => {
    const url = `data:image/png;base64,${PNG.toString('base64')}`;
    const answer = decode(
      {
        content: 'Here.',
        reasoning_content: 'Hm.',
        images: [{ type: 'image_url', image_url: { url } }],
        tool_calls: [
          { id: 'a', function: { name: 'f', arguments: '{}' } },
          { id: 'b', function: { name: 'g', arguments: '[]' } },
        ],
      },
      'tool_calls',
    );
    expect(answer).toMatchObject({
      id: 'x',
      model: 'm-1',
      finish: 'tool-calls',
      parts: [
        { type: 'reasoning', text: 'Hm.' },
        { type: 'text', text: 'Here.' },
        { type: 'media', media: { from: 'inline', declared: 'image/png' } },
        { type: 'tool-call', id: 'a', name: 'f', arguments: '{}' },
        { type: 'tool-call', id: 'b', name: 'g', arguments: '[]' },
      ],
    });
  });

  it('finds pictures in markdown that relays put into the text', () => {
    const payload = new BytesPayload(PNG);
    const content = new SplicedString(['Look: ![image](data:image/png;base64,', payload, ') nice']);
    expect(decode({ content }).parts).toEqual([
      { type: 'text', text: 'Look: ' },
      { type: 'media', media: { from: 'inline', payload, declared: 'image/png' } },
      { type: 'text', text: ' nice' },
    ]);
  });

  it('finds pictures among content parts', () => {
    const content = [
      { type: 'text', text: 'Look' },
      { type: 'image_url', image_url: { url: 'https://a.example/b.png' } },
    ];
    expect(decode({ content }).parts).toEqual([
      { type: 'text', text: 'Look' },
      { type: 'media', media: { from: 'url', url: 'https://a.example/b.png' } },
    ]);
  });

  it('counts totals and their details, and leaves unknown counts out', () => {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: 20,
      prompt_tokens_details: { cached_tokens: 3 },
      completion_tokens_details: { reasoning_tokens: 4, image_tokens: null },
      cost: 0.5,
    };
    const choices = [{ message: { content: 'x' }, finish_reason: 'length' }];
    const answer = plain.decode(reply({ choices, usage }), chatJob(), target);
    expect(answer.usage).toEqual({
      inputTokens: 10,
      outputTokens: 20,
      cachedInputTokens: 3,
      reasoningTokens: 4,
      cost: 0.5,
    });
    expect(answer.finish).toBe('length');
  });

  it('is an error when it holds an error, fails to finish or was withheld', () => {
    const error = { message: 'Flagged', code: 'content_policy_violation' };
    expect(() => plain.decode(reply({ error }), chatJob(), target)).toThrow('Flagged');
    expect(() => decode({ content: 'par' }, 'error')).toThrow('failed while it was answering');
    expect(codeOf(() => decode({ content: '' }, 'content_filter'))).toBe('content_policy');
    expect(decode({ content: 'par' }, 'content_filter').finish).toBe('content-filter');
  });
});

const chunk = (delta: TreeObject, more: TreeObject = {}) => ({
  data: { id: 'x', choices: [{ index: 0, delta, finish_reason: null }], ...more },
});
const finished = { data: { id: 'x', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] } };

describe('a streamed chat completions answer', () => {
  const start = () => plain.decodeStream(chatJob({ stream: true }), target);

  it('adds up to the whole answer, with the usage that comes last', () => {
    const fold = start();
    const usage = { data: { id: 'x', choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } } };
    const frames = [
      chunk({ role: 'assistant', content: '' }),
      chunk({ content: 'Hel' }),
      chunk({ content: 'lo' }),
      finished,
      usage,
      { done: true } as const,
    ];
    const answer = collect([...frames.flatMap((frame) => fold.push(frame)), ...fold.end()]);
    expect(answer).toMatchObject({
      parts: [{ type: 'text', text: 'Hello' }],
      usage: { inputTokens: 1, outputTokens: 2 },
    });
  });

  it('puts tool calls together whether pieces carry an index, an id or both', () => {
    const call = (fields: TreeObject) => chunk({ tool_calls: [fields] });
    const fold = start();
    const frames = [
      call({ index: 1, id: 'a', function: { name: 'f', arguments: '' } }),
      call({ index: 1, function: { arguments: '{"x":' } }),
      call({ index: 1, id: 'a', function: { arguments: '1}' } }),
      call({ id: 'b', function: { name: 'g', arguments: '{}' } }),
      finished,
    ];
    const { parts } = collect([...frames.flatMap((frame) => fold.push(frame)), ...fold.end()]);
    expect(parts).toEqual([
      { type: 'tool-call', id: 'a', name: 'f', arguments: '{"x":1}' },
      { type: 'tool-call', id: 'b', name: 'g', arguments: '{}' },
    ]);
  });

  it('appends the pictures of several chunks', () => {
    const image = { image_url: { url: 'https://a.example/b.png' } };
    const fold = start();
    const frames = [chunk({ images: [image] }), chunk({ images: [image] }), finished];
    expect(collect([...frames.flatMap((frame) => fold.push(frame)), ...fold.end()]).parts).toHaveLength(2);
  });

  it('is an error when the bytes end before a finish_reason', () => {
    const fold = start();
    fold.push(chunk({ content: 'Hel' }));
    expect(() => fold.end()).toThrow('before the answer was finished');
  });

  it('takes [DONE] for the finish_reason that some relays never send', () => {
    const fold = start();
    const events = [...fold.push(chunk({ content: 'Hi' })), ...fold.push({ done: true }), ...fold.end()];
    expect(collect(events).finish).toBe('stop');
  });

  it('is an error from the moment an error comes in the band', () => {
    const fold = start();
    fold.push(chunk({ content: 'Hel' }));
    const data = { error: { code: 429, message: 'Slow down' }, choices: [] };
    expect(codeOf(() => fold.push({ data }))).toBe('rate_limited');
  });

  it('tells a reader of every delta and of the end', () => {
    const seen: unknown[] = [];
    const exchange = chatCompletions({
      reader: () => ({
        delta: (delta) => {
          seen.push(delta);
          return [];
        },
        end: (answer) => {
          seen.push(answer);
          return { extensions: { mine: { a: 1 } } };
        },
      }),
    });
    const fold = exchange.decodeStream(chatJob(), target);
    const events = [...fold.push(chunk({ content: 'Hi' })), ...fold.push(finished), ...fold.end()];
    expect(seen).toEqual([{ content: 'Hi' }, {}, { finish: 'stop', text: 'Hi', images: 0 }]);
    expect(collect(events).extensions).toEqual({ mine: { a: 1 } });
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
