import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame, ReplyContext } from '../../contract/dialect.ts';
import { GatewayError } from '../../contract/error.ts';
import type { KeptImage } from '../../contract/image.ts';
import { BytesPayload } from '../../contract/payload.ts';
import type { Part } from '../../contract/request.ts';
import type { Response, StreamEvent } from '../../contract/response.ts';
import { unfold } from '../../contract/stream.ts';
import { asArray, asString, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { decodeRequest } from './decode.ts';
import { encodeMessage } from './encode.ts';
import { MessageEvents } from './stream.ts';

const request = decodeRequest({
  path: '/v1/messages',
  params: {},
  headers: {},
  body: { kind: 'json', tree: { model: 'm', messages: [{ role: 'user', content: 'Hi' }], stream: true } },
});
const context: ReplyContext = {
  requestId: 'req_1',
  request,
  created: 0,
  shape: { kind: 'both', groupStreamed: false, toolCalls: true },
};

function frames(events: readonly StreamEvent[]): TreeObject[] {
  const fold = new MessageEvents(context);
  const all: readonly Frame[] = [...events.flatMap((event) => fold.push(event)), ...fold.end()];
  return all.map((frame) => {
    const data = ('data' in frame ? frame.data : {}) as TreeObject;
    expect('event' in frame ? frame.event : undefined).toBe(data.type);
    return data;
  });
}

/** What a client makes of the events; throws where a block is not begun, filled and ended in its turn. */
function accumulate(events: readonly TreeObject[]): { content: TreeObject[]; stop: Tree | undefined } {
  const content: TreeObject[] = [];
  let open = false;
  let stop: Tree | undefined;
  for (const { type, index, content_block, delta } of events) {
    if (type === 'content_block_start') {
      if (open || index !== content.length) throw new Error(`block ${String(index)} begins out of turn`);
      content.push(content_block as TreeObject);
      open = true;
    } else if (type === 'content_block_delta') {
      if (!open || index !== content.length - 1) throw new Error('a piece of a block that is not open');
      content[content.length - 1] = fill(content.at(-1) ?? {}, delta as TreeObject);
    } else if (type === 'content_block_stop') {
      if (!open || index !== content.length - 1) throw new Error('the end of a block that is not open');
      open = false;
    } else if (type === 'message_delta') stop = member(delta, 'stop_reason');
  }
  if (open) throw new Error('a block never ended');
  return { content: content.map(finished), stop };
}

const TARGETS: Readonly<Record<string, readonly [from: string, to: string]>> = {
  text_delta: ['text', 'text'],
  thinking_delta: ['thinking', 'thinking'],
  signature_delta: ['signature', 'signature'],
  input_json_delta: ['partial_json', 'json'],
};

function fill(block: TreeObject, delta: TreeObject): TreeObject {
  const [from, to] = TARGETS[asString(delta.type) ?? ''] ?? ['', ''];
  return { ...block, [to]: `${asString(block[to]) ?? ''}${asString(delta[from])}` };
}

function finished({ json, ...block }: TreeObject): TreeObject {
  return json === undefined ? block : { ...block, input: JSON.parse(asString(json) ?? '') as Tree };
}

const word = fc.string({ minLength: 1, maxLength: 8 });
const signature = fc.option(word, { nil: undefined });
const signed = <P extends Part>(part: P, mark: string | undefined): P =>
  mark === undefined ? part : { ...part, signature: mark };
const kept: KeptImage = {
  id: 'img_1',
  payload: new BytesPayload(Buffer.from('png')),
  mediaType: 'image/png',
  width: 1,
  height: 1,
  hasAlpha: false,
  url: 'http://localhost/x.png',
  urlExpires: 0,
};
const image = { from: 'kept', image: kept } as const;
const anyPart: fc.Arbitrary<Part> = fc.oneof(
  fc.tuple(word, signature).map(([text, mark]) => signed({ type: 'text', text }, mark)),
  fc.tuple(word, signature).map(([text, mark]) => signed({ type: 'reasoning', text }, mark)),
  word.map((mark): Part => ({ type: 'reasoning', text: '', redacted: true, signature: mark })),
  fc
    .tuple(word, word, fc.dictionary(word, fc.integer()), signature)
    .map(([id, name, input, mark]) =>
      signed({ type: 'tool-call', id, name, arguments: JSON.stringify(input) }, mark),
    ),
  fc.constant<Part>({ type: 'media', media: image }),
);

describe('a stream in Anthropic format', () => {
  it('adds up to the message that would have come whole, block after block', () => {
    fc.assert(
      fc.property(fc.array(anyPart, { maxLength: 6 }), (parts) => {
        const response: Response = { id: '', model: '', parts, finish: 'stop', warnings: [], extensions: {} };
        const whole = encodeMessage(response, context).tree as TreeObject;
        const { content, stop } = accumulate(frames(unfold(response)));
        expect([content, stop]).toEqual([asArray(whole.content), whole.stop_reason]);
      }),
    );
  });

  it('begins with message_start and ends with message_stop, usage and warnings in front of it', () => {
    const told = frames([
      { type: 'response-start', id: '', model: '' },
      { type: 'warning', warning: { kind: 'ignored', field: 'seed', detail: 'No seed.' } },
      { type: 'response-end', finish: 'length', usage: { inputTokens: 3, outputTokens: 2 } },
    ]);
    expect(told.map(({ type }) => type)).toEqual(['message_start', 'message_delta', 'message_stop']);
    expect(told[1]).toMatchObject({
      delta: { stop_reason: 'max_tokens', stop_sequence: null },
      usage: { input_tokens: 3, output_tokens: 2 },
      axonhub: { warnings: [{ field: 'seed' }] },
    });
  });

  it('holds arguments back until the name of the tool is known', () => {
    const { content } = accumulate(
      frames([
        { type: 'part-start', index: 0, kind: 'tool-call' },
        { type: 'input-delta', index: 0, id: 'a', text: '{"x"' },
        { type: 'input-delta', index: 0, name: 'ls', text: ':1}' },
        { type: 'part-end', index: 0 },
      ]),
    );
    expect(content).toEqual([{ type: 'tool_use', id: 'a', name: 'ls', input: { x: 1 } }]);
  });

  it('sends pictures whole, also where several are drawn at once', () => {
    const part = { type: 'media', media: image } as const;
    const { content } = accumulate(
      frames([
        { type: 'part-start', index: 0, kind: 'media' },
        { type: 'part-start', index: 1, kind: 'media' },
        { type: 'media-end', index: 1, part },
        { type: 'part-end', index: 1 },
        { type: 'media-end', index: 0, part },
        { type: 'part-end', index: 0 },
      ]),
    );
    expect(content).toMatchObject([
      { type: 'image', source: { media_type: 'image/png' } },
      { type: 'image' },
    ]);
  });

  it('reports what breaks it as an event', () => {
    const error = new GatewayError('upstream_unavailable', 'Busy.');
    expect(frames([{ type: 'error', error }])).toEqual([
      { type: 'error', error: { type: 'overloaded_error', message: 'Busy.' }, request_id: 'req_1' },
    ]);
  });
});
