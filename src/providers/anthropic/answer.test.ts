import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../contract/response.ts';
import { collect } from '../../contract/stream.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import { ClaudeAnswer } from './answer.ts';
import { MessageStream } from './stream.ts';

const STOP = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 1 } };

function streamed(...events: readonly TreeObject[]): StreamEvent[] {
  const fold = new MessageStream(new ClaudeAnswer('claude-opus-5-5'));
  const all: readonly TreeObject[] = [
    { type: 'message_start', message: { id: 'msg_1', model: 'claude-opus-5-5' } },
    ...events,
    { type: 'message_stop' },
  ];
  return [...all.flatMap((data) => fold.push({ data })), ...fold.end()];
}

const begin = (index: number, content_block: Tree): TreeObject => ({
  type: 'content_block_start',
  index,
  content_block,
});
const delta = (index: number, piece: Tree): TreeObject => ({
  type: 'content_block_delta',
  index,
  delta: piece,
});
const end = (index: number): TreeObject => ({ type: 'content_block_stop', index });

describe("Claude's answer", () => {
  it('warns once of what only its own format carries, and keeps the words around it', () => {
    const { parts, warnings } = collect(
      streamed(
        begin(0, { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: {} }),
        delta(0, { type: 'input_json_delta', partial_json: '{"query":"x"}' }),
        end(0),
        begin(1, { type: 'server_tool_use', id: 'srvtoolu_2', name: 'web_search', input: {} }),
        end(1),
        begin(2, { type: 'text', text: '' }),
        delta(2, { type: 'text_delta', text: 'Found.' }),
        delta(2, { type: 'citations_delta', citation: { cited_text: 'x' } }),
        end(2),
        STOP,
      ),
    );
    expect(parts).toEqual([{ type: 'text', text: 'Found.' }]);
    expect(warnings.map(({ detail }) => detail.match(/holds (\w+)/)?.[1])).toEqual([
      'server_tool_use',
      'citations_delta',
    ]);
  });

  it('keeps two blocks of one kind apart', () => {
    const thought = (index: number, signature: string) => [
      begin(index, { type: 'thinking', thinking: '', signature: '' }),
      delta(index, { type: 'signature_delta', signature }),
      end(index),
    ];
    const { parts } = collect(streamed(...thought(0, 'a'), ...thought(1, 'b'), STOP));
    expect(parts).toEqual([
      { type: 'reasoning', text: '', signature: 'a' },
      { type: 'reasoning', text: '', signature: 'b' },
    ]);
  });

  it.each([
    ['stop_sequence', 'stop'],
    ['pause_turn', 'stop'],
    ['model_context_window_exceeded', 'length'],
  ])('tells %s as %s and keeps the reason for its own format', (stop_reason, finish) => {
    const stop = { type: 'message_delta', delta: { stop_reason, stop_sequence: null } };
    const answer = collect(streamed(begin(0, { type: 'text', text: 'Hi' }), end(0), stop));
    expect([answer.finish, answer.extensions]).toEqual([finish, { anthropic: { stop_reason } }]);
  });

  it('ends with content-filter where it is refused amid its words, and says why where there are none', () => {
    const stop_details = { type: 'refusal', category: 'bio', explanation: 'Too dangerous.' };
    const refusal = { type: 'message_delta', delta: { stop_reason: 'refusal', stop_details } };
    const amid = collect(streamed(begin(0, { type: 'text', text: 'Well' }), end(0), refusal));
    expect(amid).toMatchObject({ finish: 'content-filter', extensions: { anthropic: { stop_details } } });
    expect(() => streamed(refusal)).toThrow('The model refused to answer. Too dangerous.');
  });
});
