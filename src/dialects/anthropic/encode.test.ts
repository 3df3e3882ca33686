import { describe, expect, it } from 'vitest';
import type { ReplyContext } from '../../contract/dialect.ts';
import { GatewayError } from '../../contract/error.ts';
import type { Part } from '../../contract/request.ts';
import type { Response } from '../../contract/response.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import { decodeRequest } from './decode.ts';
import { encodeMessage } from './encode.ts';
import { encodeError } from './error.ts';

const request = decodeRequest({
  path: '/v1/messages',
  params: {},
  headers: {},
  body: { kind: 'json', tree: { model: 'my-claude', messages: [{ role: 'user', content: 'Hi' }] } },
});
const context: ReplyContext = {
  requestId: 'req_1',
  request,
  created: 0,
  shape: { kind: 'both', groupStreamed: false, toolCalls: true },
};
const encode = (parts: readonly Part[], more: Partial<Response> = {}) => {
  const response: Response = { id: 'x', model: 'u', parts, finish: 'stop', warnings: [], extensions: {} };
  return encodeMessage({ ...response, ...more }, context).tree as TreeObject;
};
const call: Part = { type: 'tool-call', id: 'a', name: 'ls', arguments: '{"x":1}' };

describe('an answer in Anthropic format', () => {
  it('is a message with blocks for text, thoughts and calls', () => {
    const tree = encode([
      { type: 'reasoning', text: 'Hm.', signature: 'sig' },
      { type: 'reasoning', text: '', redacted: true, signature: 'data' },
      { type: 'text', text: 'Hello' },
      call,
    ]);
    expect(tree).toMatchObject({ id: 'msg_1', type: 'message', role: 'assistant', model: 'my-claude' });
    expect(tree.content).toEqual([
      { type: 'thinking', thinking: 'Hm.', signature: 'sig' },
      { type: 'redacted_thinking', data: 'data' },
      { type: 'text', text: 'Hello' },
      { type: 'tool_use', id: 'a', name: 'ls', input: { x: 1 } },
    ]);
  });

  it.each<[Partial<Response>, string, string | null]>([
    [{}, 'end_turn', null],
    [{ finish: 'length' }, 'max_tokens', null],
    [{ finish: 'tool-calls' }, 'tool_use', null],
    [{ finish: 'content-filter' }, 'refusal', null],
    [
      { extensions: { anthropic: { stop_reason: 'stop_sequence', stop_sequence: 'X' } } },
      'stop_sequence',
      'X',
    ],
  ])('%o stops with %s', (more, reason, sequence) => {
    const { stop_reason, stop_sequence } = encode([], more);
    expect([stop_reason, stop_sequence]).toEqual([reason, sequence]);
  });

  it('asks for the tools to be run although the provider said "stop"', () => {
    expect(encode([call]).stop_reason).toBe('tool_use');
  });

  it('counts what came from the cache and went into it apart', () => {
    const usage = { inputTokens: 100, cachedInputTokens: 60, cacheWriteTokens: 10, outputTokens: 5 };
    expect(encode([], { usage }).usage).toEqual({
      input_tokens: 30,
      cache_read_input_tokens: 60,
      cache_creation_input_tokens: 10,
      output_tokens: 5,
    });
  });

  it('says where the arguments of a call are no object', () => {
    const tree = encode([{ ...call, arguments: '[broken' }]);
    expect(tree.content).toMatchObject([{ input: {} }]);
    expect(tree.axonhub).toMatchObject({ warnings: [{ detail: expect.stringContaining('[broken') }] });
  });

  it('brings signatures of text and calls back to them, whatever they are', () => {
    const parts: Part[] = [
      { type: 'text', text: 'Hi', signature: 'gemini~a~b"\n' },
      { ...call, signature: 'gemini~c' },
      { ...call, id: 'b' },
    ];
    const content = encode(parts).content as Tree;
    const again = decodeRequest({
      path: '/v1/messages',
      params: {},
      headers: {},
      body: { kind: 'json', tree: { model: 'm', messages: [{ role: 'assistant', content }] } },
    });
    expect(again.messages[0]?.parts).toEqual(parts);
  });

  it('ends with its words, without their mark, for clients that read the last block', () => {
    const { content } = encode([{ type: 'text', text: 'Done.', signature: 'gemini~a' }]);
    expect(content).toEqual([{ type: 'text', text: 'Done.' }]);
  });
});

describe('an error in Anthropic format', () => {
  it('names its type, its field and the request', () => {
    const error = new GatewayError('invalid_request', 'That is wrong.', { field: 'max_tokens' });
    expect(encodeError(error, 'req_1')).toMatchObject({
      status: 400,
      tree: {
        type: 'error',
        error: { type: 'invalid_request_error', message: 'max_tokens: That is wrong.' },
        request_id: 'req_1',
      },
    });
  });

  it('says when to come back', () => {
    const error = new GatewayError('rate_limited', 'Slow down.', { retryAfterMs: 1200 });
    expect(encodeError(error, 'r').headers['retry-after']).toBe('2');
  });
});
