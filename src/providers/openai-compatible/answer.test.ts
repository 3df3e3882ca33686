import { describe, expect, it } from 'vitest';
import { chatJob } from '../../../test/contract/jobs.ts';
import { GatewayError } from '../../contract/error.ts';
import type { Target } from '../../contract/provider.ts';
import type { Response } from '../../contract/response.ts';
import { collect } from '../../contract/stream.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import { chatCompletions } from './chat.ts';

const target: Target = { channel: 'c', baseUrl: 'http://up', model: 'm', card: { id: 'm' } };
const { decode, decodeStream } = chatCompletions();

const whole = (message: TreeObject, finish_reason: Tree = 'stop', more: TreeObject = {}): Response =>
  decode(
    {
      status: 200,
      headers: {},
      tree: { id: 'x', choices: [{ index: 0, message, finish_reason, ...more }] },
    },
    chatJob(),
    target,
  );

/** The deltas one after the other, then the end. */
function streamed(deltas: readonly TreeObject[], finish_reason: Tree = 'stop'): Response {
  const fold = decodeStream(chatJob({ stream: true }), target);
  const chunks = [...deltas.map((delta) => ({ delta })), { delta: {}, finish_reason }];
  const events = chunks.flatMap((choice) => fold.push({ data: { id: 'x', choices: [choice] } }));
  return collect([...events, ...fold.push({ done: true }), ...fold.end()]);
}

const piece = (members: TreeObject, name?: string, text = ''): TreeObject => ({
  tool_calls: [{ ...members, function: { ...(name !== undefined && { name }), arguments: text } }],
});
const call = (id: string, name: string, text: string) => ({ type: 'tool-call', id, name, arguments: text });
const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (error) {
    return error instanceof GatewayError ? error.code : 'another error';
  }
  return undefined;
};

describe('tool calls in a stream', () => {
  it.each<[string, readonly TreeObject[]]>([
    ['whole, without an index', [piece({ id: 'a' }, 'f', '{"x":1}'), piece({ id: 'b' }, 'g', '{}')]],
    [
      'counted from 1',
      [
        piece({ index: 1, id: 'a' }, 'f'),
        piece({ index: 1 }, undefined, '{"x":1}'),
        piece({ index: 2, id: 'b' }, 'g', '{}'),
      ],
    ],
    [
      'all with the index 0',
      [
        piece({ index: 0, id: 'a' }, 'f', '{"x":'),
        piece({ index: 0 }, undefined, '1}'),
        piece({ index: 0, id: 'b' }, 'g', '{}'),
      ],
    ],
    [
      'with id and name in every piece',
      [
        piece({ index: 0, id: 'a' }, 'f', '{"x":'),
        piece({ index: 0, id: 'a' }, 'f', '1}'),
        piece({ index: 1, id: 'b' }, 'g', '{}'),
      ],
    ],
    [
      'with the name after the id',
      [
        piece({ index: 0, id: 'a' }),
        piece({ index: 0 }, 'f', '{"x":1}'),
        piece({ index: 1, id: 'b' }, 'g', '{}'),
      ],
    ],
  ])('are put together: %s', (_how, deltas) => {
    expect(streamed(deltas, 'tool_calls').parts).toEqual([call('a', 'f', '{"x":1}'), call('b', 'g', '{}')]);
  });

  it('without any id get one of their own', () => {
    const { parts } = streamed([piece({ index: 0 }, 'f', '{}'), piece({ index: 1 }, 'g', '{}')]);
    expect(parts).toEqual([call('call_x_1', 'f', '{}'), call('call_x_2', 'g', '{}')]);
  });

  it('without arguments have an empty object', () => {
    const { parts } = streamed([piece({ index: 0, id: 'a' }, 'f'), piece({ index: 1, id: 'b' }, 'g')]);
    expect(parts).toEqual([call('a', 'f', '{}'), call('b', 'g', '{}')]);
  });

  it('whose pieces are mixed are a failure rather than wrong', () => {
    const deltas = [
      piece({ index: 0, id: 'a' }, 'f', '{"x":'),
      piece({ index: 1, id: 'b' }, 'g', '{"y":'),
      piece({ index: 0 }, undefined, '1}'),
    ];
    expect(codeOf(() => streamed(deltas))).toBe('upstream_error');
  });

  it('make the answer end with calls, whatever the upstream says', () => {
    expect(streamed([piece({ index: 0, id: 'a' }, 'f', '{}')], 'stop').finish).toBe('tool-calls');
    expect(streamed([piece({ index: 0, id: 'a' }, 'f', '{}')], 'length').finish).toBe('length');
  });

  it('have the mark that must come back', () => {
    const extra_content = { google: { thought_signature: 'sig' } };
    const { parts } = streamed([piece({ index: 0, id: 'a', extra_content }, 'f', '{}')]);
    expect(parts).toEqual([{ ...call('a', 'f', '{}'), signature: 'sig' }]);
  });
});

describe('tool calls of a whole answer', () => {
  it('may have the object itself as arguments, or the form from before there were tools', () => {
    const tool_calls = [{ id: 'a', function: { name: 'f', arguments: { x: 1 } } }];
    expect(whole({ content: null, tool_calls }).parts).toEqual([call('a', 'f', '{"x":1}')]);
    const function_call = { name: 'f', arguments: '{}' };
    expect(whole({ content: null, function_call }, 'function_call')).toMatchObject({
      finish: 'tool-calls',
      parts: [{ type: 'tool-call', name: 'f', arguments: '{}' }],
    });
  });
});

describe('thinking', () => {
  it.each<[string, TreeObject]>([
    ['reasoning_content', { reasoning_content: 'Hm.' }],
    ['reasoning', { reasoning: 'Hm.' }],
    ['both, once', { reasoning: 'Hm.', reasoning_content: 'Hm.' }],
    ['reasoning_details', { reasoning_details: [{ type: 'reasoning.text', text: 'Hm.' }] }],
    ['a part of the content', { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] }] }],
  ])('is read from %s', (_where, members) => {
    expect(whole({ content: '', ...members }).parts).toEqual([{ type: 'reasoning', text: 'Hm.' }]);
  });

  it('that is repeated from the start in every chunk is told once', () => {
    const details = (text: string) => ({ reasoning_details: [{ type: 'reasoning.text', text }] });
    const { parts } = streamed([details('Hm'), details('Hm, well'), details('Hm, well.'), { content: 'Hi' }]);
    expect(parts).toEqual([
      { type: 'reasoning', text: 'Hm, well.' },
      { type: 'text', text: 'Hi' },
    ]);
  });
});

describe('the end of an answer', () => {
  it.each<[string, Response['finish']]>([
    ['eos', 'stop'],
    ['model_length', 'length'],
    ['sensitive', 'content-filter'],
  ])('%s is %s', (reason, finish) => {
    expect(whole({ content: 'Hi' }, reason)).toMatchObject({ finish, warnings: [] });
  });

  it('for an unknown reason is a stop with a warning', () => {
    expect(whole({ content: 'Hi' }, 'bored')).toMatchObject({
      finish: 'stop',
      warnings: [{ kind: 'ignored', field: 'finish_reason' }],
    });
  });

  it.each(['error', 'insufficient_system_resource', 'network_error'])('by %s is a failure', (reason) => {
    expect(codeOf(() => whole({ content: 'Hi' }, reason))).toBe('upstream_error');
  });
});

describe('what has no place in our words', () => {
  it('goes back to clients of the same format', () => {
    const { extensions } = whole({ content: 'Hi', annotations: [{ type: 'url_citation' }] }, 'stop', {
      logprobs: { content: [{ token: 'Hi' }] },
    });
    expect(extensions).toEqual({
      'openai-chat': {
        message: { annotations: [{ type: 'url_citation' }] },
        choice: { logprobs: { content: [{ token: 'Hi' }], refusal: null } },
      },
    });
  });

  it('is a refusal, as text for everyone', () => {
    expect(whole({ content: null, refusal: 'No.' })).toMatchObject({
      finish: 'content-filter',
      parts: [{ type: 'text', text: 'No.', refusal: true }],
      extensions: {},
    });
  });

  it('is reported where it is lost', () => {
    const content = [{ type: 'text', text: 'Hi' }, { type: 'hologram' }, { type: 'hologram' }];
    const { warnings } = whole({ content, audio: { data: '' } });
    expect(warnings.map(({ field }) => field)).toEqual(['content', 'audio']);
  });
});
