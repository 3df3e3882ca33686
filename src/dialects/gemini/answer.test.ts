import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame, ReplyContext } from '../../contract/dialect.ts';
import { GatewayError } from '../../contract/error.ts';
import type { KeptImage } from '../../contract/image.ts';
import { BytesPayload } from '../../contract/payload.ts';
import type { ChatRequest, MediaPart, Part, ToolCallPart } from '../../contract/request.ts';
import type { Response, StreamEvent } from '../../contract/response.ts';
import { unfold } from '../../contract/stream.ts';
import { asArray, asString, member, type TreeObject } from '../../contract/tree.ts';
import { decodeGemini } from './decode.ts';
import { encodeGemini } from './encode.ts';
import { ContentStream } from './stream.ts';

const contextOf = (includeThoughts: boolean): ReplyContext => ({
  requestId: 'req_1',
  request: ask({ generationConfig: { thinkingConfig: { includeThoughts } } }),
  created: 0,
  shape: { kind: 'both', groupStreamed: false, toolCalls: true },
});

function ask(more: TreeObject): ChatRequest {
  const tree = { contents: [{ role: 'user', parts: [{ text: 'Hi' }] }], ...more };
  const query = { path: '', params: { '*': 'm:generateContent' }, headers: {} };
  return decodeGemini({ ...query, body: { kind: 'json', tree } }) as ChatRequest;
}

const answerOf = (parts: readonly Part[], more: Partial<Response> = {}): Response => ({
  id: 'upstream',
  model: 'm',
  parts,
  finish: 'stop',
  warnings: [],
  extensions: {},
  ...more,
});

const whole = (response: Response, thoughts = true): TreeObject =>
  encodeGemini(response, contextOf(thoughts)).tree as TreeObject;

function streamed(events: readonly StreamEvent[], thoughts = true): TreeObject[] {
  const fold = new ContentStream(contextOf(thoughts));
  const frames: readonly Frame[] = [...events.flatMap((event) => fold.push(event)), ...fold.end()];
  return frames.map((frame) => {
    expect(frame).not.toHaveProperty('event');
    return ('data' in frame ? frame.data : {}) as TreeObject;
  });
}

const partsOf = (tree: TreeObject | undefined): TreeObject[] => {
  const [first] = asArray(member(tree, 'candidates'));
  return asArray(member(member(first, 'content'), 'parts')) as TreeObject[];
};

const image: KeptImage = {
  id: 'img_1',
  payload: new BytesPayload(new Uint8Array([1, 2, 3])),
  mediaType: 'image/png',
  width: 2,
  height: 1,
  hasAlpha: false,
  url: 'http://gateway/img_1',
  urlExpires: 1,
};
const picture: MediaPart = { type: 'media', media: { from: 'kept', image } };
const call: ToolCallPart = { type: 'tool-call', id: 'c1', name: 'ls', arguments: '{"path":"/"}' };

describe('a Gemini answer', () => {
  it('holds text, calls and pictures as parts of one candidate', () => {
    const tree = whole(answerOf([{ type: 'text', text: 'Hi' }, call, picture], { finish: 'tool-calls' }));
    expect(tree).toMatchObject({
      candidates: [{ content: { role: 'model' }, finishReason: 'STOP', index: 0 }],
      modelVersion: 'm',
      responseId: 'req_1',
      axonhub: { request_id: 'req_1', warnings: [], images: [{ id: 'img_1', width: 2 }] },
    });
    const [text, functionCall, drawn] = partsOf(tree);
    expect([text, functionCall]).toEqual([
      { text: 'Hi' },
      { functionCall: { id: 'c1', name: 'ls', args: { path: '/' } } },
    ]);
    expect(member(drawn?.inlineData, 'mimeType')).toBe('image/png');
    expect(asString(member(drawn?.inlineData, 'data'))).toBe('AQID');
  });

  it.each([
    ['stop', 'STOP'],
    ['length', 'MAX_TOKENS'],
    ['content-filter', 'SAFETY'],
  ] as const)('ends a %s with %s', (finish, reason) => {
    expect(whole(answerOf([], { finish }))).toMatchObject({ candidates: [{ finishReason: reason }] });
  });

  it('counts thoughts beside the candidates and pictures by modality', () => {
    const usage = {
      inputTokens: 264,
      inputImageTokens: 258,
      cachedInputTokens: 4,
      outputTokens: 1245,
      outputImageTokens: 1120,
      reasoningTokens: 120,
    };
    expect(whole(answerOf([], { usage })).usageMetadata).toEqual({
      promptTokenCount: 264,
      candidatesTokenCount: 1125,
      thoughtsTokenCount: 120,
      totalTokenCount: 1509,
      cachedContentTokenCount: 4,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 6 },
        { modality: 'IMAGE', tokenCount: 258 },
      ],
      candidatesTokensDetails: [
        { modality: 'TEXT', tokenCount: 5 },
        { modality: 'IMAGE', tokenCount: 1120 },
      ],
    });
  });

  it('leaves out what is not known of the usage', () => {
    expect(whole(answerOf([], { usage: { outputTokens: 5, images: 1 } })).usageMetadata).toEqual({
      candidatesTokenCount: 5,
    });
  });

  it('shows thoughts only to those who ask for them, and keeps their marks for all', () => {
    const parts: Part[] = [
      { type: 'reasoning', text: 'Hm', signature: 'QUJD' },
      { type: 'reasoning', text: 'Unsigned' },
      { type: 'text', text: 'Yes' },
    ];
    const hidden = { text: '', thought: true, thoughtSignature: 'QUJD' };
    expect(partsOf(whole(answerOf(parts), false))).toEqual([hidden, { text: 'Yes' }]);
    expect(partsOf(whole(answerOf(parts), true))).toEqual([
      { ...hidden, text: 'Hm' },
      { text: 'Unsigned', thought: true },
      { text: 'Yes' },
    ]);
    const thinking = streamed(unfold(answerOf(parts)), false).flatMap(partsOf);
    expect(thinking.filter(({ text }) => text === 'Hm' || text === 'Unsigned')).toEqual([]);
  });

  it('quotes arguments that are no object', () => {
    const [broken] = partsOf(whole(answerOf([{ ...call, arguments: '{"path":' }])));
    expect(broken).toMatchObject({ functionCall: { args: { arguments: '{"path":' } } });
    const [none] = partsOf(whole(answerOf([{ ...call, arguments: '' }])));
    expect(none).toMatchObject({ functionCall: { args: {} } });
  });

  it("shows what Google's own answers rest on", () => {
    const extensions = { gemini: { groundingMetadata: { webSearchQueries: ['kites'] } } };
    const response = answerOf([{ type: 'text', text: 'Hi' }], { extensions });
    const expected = { candidates: [extensions.gemini] };
    expect(whole(response)).toMatchObject(expected);
    expect(streamed(unfold(response)).at(-1)).toMatchObject(expected);
  });
});

describe('a streamed Gemini answer', () => {
  it('ends with reason, usage and warnings in its last chunk alone', () => {
    const warning = { kind: 'ignored', field: 'topK', detail: 'No.' } as const;
    const usage = { inputTokens: 1, outputTokens: 2 };
    const chunks = streamed(unfold(answerOf([{ type: 'text', text: 'Hi' }], { usage, warnings: [warning] })));
    expect(chunks.filter((chunk) => chunk.usageMetadata || chunk.axonhub)).toEqual([chunks.at(-1)]);
    expect(chunks.at(-1)).toMatchObject({
      candidates: [{ finishReason: 'STOP' }],
      usageMetadata: { totalTokenCount: 3 },
      axonhub: { warnings: [warning] },
    });
  });

  it('sends a call whole, when all of its arguments are there', () => {
    const events: StreamEvent[] = [
      { type: 'part-start', index: 0, kind: 'tool-call' },
      { type: 'input-delta', index: 0, id: 'c1', name: 'ls', text: '{"pa' },
      { type: 'input-delta', index: 0, text: 'th":"/"}' },
      { type: 'part-end', index: 0, signature: 'gemini~x' },
    ];
    const chunks = streamed(events);
    expect(chunks.flatMap(partsOf)).toEqual([
      { functionCall: { id: 'c1', name: 'ls', args: { path: '/' } }, thoughtSignature: expect.any(String) },
    ]);
  });

  it('says in-band what went wrong', () => {
    const error = new GatewayError('upstream_unavailable', 'Overloaded.', { retryAfterMs: 1500 });
    expect(streamed([{ type: 'error', error }])).toMatchObject([
      { error: { code: 503, status: 'UNAVAILABLE', message: 'Overloaded.' } },
    ]);
  });

  it('adds up to the whole answer', () => {
    const text = fc.string({ minLength: 1 });
    const mark = fc.option(fc.base64String({ minLength: 4 }), { nil: undefined });
    const signed = <T extends Part>(part: fc.Arbitrary<T>) =>
      fc.tuple(part, mark).map(([each, signature]) => (signature ? { ...each, signature } : each));
    const part = fc.oneof(
      signed(fc.record({ type: fc.constant('text' as const), text })),
      signed(fc.record({ type: fc.constant('reasoning' as const), text })),
      signed(
        fc.record({ type: fc.constant('tool-call' as const), id: text, name: text, arguments: fc.json() }),
      ),
      fc.constant(picture),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const response = answerOf(parts as Part[]);
        expect(joined(streamed(unfold(response)))).toEqual(joined([whole(response)]));
      }),
    );
  });
});

/** What a client keeps: pieces of one text joined, its mark taken from the empty piece behind it. */
function joined(chunks: readonly TreeObject[]): TreeObject[] {
  const parts: TreeObject[] = [];
  let open = false;
  for (const part of chunks.flatMap(partsOf)) {
    const last = parts.at(-1);
    const continues = open && last !== undefined && part.text === '' && last.thought === part.thought;
    if (part.text === '' && part.thoughtSignature === undefined) continue;
    if (continues) parts.splice(-1, 1, { ...part, text: last.text });
    else parts.push(part);
    open = part.text !== undefined && part.thoughtSignature === undefined;
  }
  return parts;
}
