import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Frame, ReplyContext } from '../../contract/dialect.ts';
import { GatewayError } from '../../contract/error.ts';
import { BytesPayload } from '../../contract/payload.ts';
import type { MediaPart, Part } from '../../contract/request.ts';
import type { Response, StreamEvent } from '../../contract/response.ts';
import { StreamBuilder, unfold } from '../../contract/stream.ts';
import { asArray, asString, type TreeObject } from '../../contract/tree.ts';
import { decodeRequest } from './decode.ts';
import { responseTree } from './encode.ts';
import { decodeItems } from './items.ts';
import { ResponseEvents } from './stream.ts';

const payload = new BytesPayload(Buffer.from('iVBORw0KGgoAAAANSUhEUg', 'base64'));
const image = {
  id: 'img_1',
  payload,
  mediaType: 'image/webp',
  width: 64,
  height: 48,
  hasAlpha: true,
  url: 'http://localhost/x',
  urlExpires: 1,
};
const drawing: MediaPart = { type: 'media', media: { from: 'kept', image }, revisedPrompt: 'A kite' };

function contextOf(body: TreeObject = {}): ReplyContext {
  const tree = { model: 'm', input: 'Hi', ...body };
  const request = decodeRequest({
    path: '/v1/responses',
    params: {},
    headers: {},
    body: { kind: 'json', tree },
  });
  const shape = { kind: 'both', groupStreamed: false, toolCalls: true } as const;
  return { requestId: 'req_abc', request, created: 1_795_000_000, shape };
}
const responseOf = (parts: readonly Part[], more: Partial<Response> = {}): Response => ({
  id: 'up',
  model: 'm-1',
  parts,
  finish: 'stop',
  warnings: [],
  extensions: {},
  ...more,
});
function tell(events: readonly StreamEvent[], context = contextOf()): TreeObject[] {
  const fold = new ResponseEvents(context);
  return [...events.flatMap((event) => fold.push(event)), ...fold.end()].map(dataOf);
}
const dataOf = (frame: Frame): TreeObject => ('data' in frame ? (frame.data as TreeObject) : {});
const typesOf = (events: readonly TreeObject[]) =>
  events.map(({ type }) => String(type).replace('response.', ''));

const signature = () => fc.option(fc.string({ minLength: 1 }), { nil: undefined });
const signed = (part: Part, mark: string | undefined): Part =>
  mark === undefined ? part : ({ ...part, signature: mark } as Part);
const somePart = (): fc.Arbitrary<Part> =>
  fc.oneof(
    fc.tuple(fc.string(), signature()).map(([text, mark]) => signed({ type: 'text', text }, mark)),
    fc.tuple(fc.string(), signature()).map(([text, mark]) => signed({ type: 'reasoning', text }, mark)),
    fc
      .string({ minLength: 1 })
      .map((mark): Part => ({ type: 'reasoning', text: '', redacted: true, signature: mark })),
    fc
      .tuple(fc.string({ minLength: 1 }), fc.json(), signature())
      .map(([name, json, mark]) =>
        signed({ type: 'tool-call', id: `call-${name}`, name, arguments: json }, mark),
      ),
    fc.constant(drawing),
  );

describe('the events of a response', () => {
  afterEach(() => void vi.useRealTimers());

  it('are numbered, and everything that begins ends, whatever the answer holds', () => {
    fc.assert(
      fc.property(fc.array(somePart(), { maxLength: 8 }), (parts) => {
        const events = tell(unfold(responseOf(parts)));
        expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, index) => index));
        for (const began of ['output_item', 'content_part', 'reasoning_summary_part']) {
          const places = (suffix: string) =>
            events
              .filter(({ type }) => type === `response.${began}.${suffix}`)
              .map(({ output_index }) => output_index);
          expect(places('done')).toEqual(places('added'));
        }
        const added = events.filter(({ type }) => type === 'response.output_item.added');
        expect(added.map(({ output_index }) => output_index)).toEqual(added.map((_, index) => index));
      }),
    );
  });

  it('add up to what the last of them repeats, and to the whole answer', () => {
    // Both say in which second they were complete.
    vi.useFakeTimers({ toFake: ['Date'] });
    fc.assert(
      fc.property(fc.array(somePart(), { maxLength: 6 }), (parts) => {
        const response = responseOf(parts);
        const events = tell(unfold(response));
        const done = events.flatMap(({ type, item }) => (type === 'response.output_item.done' ? [item] : []));
        const last = events.at(-1)?.response as TreeObject;
        expect(last.output).toEqual(done);
        expect(responseTree(response, contextOf())).toEqual(last);
      }),
    );
  });

  it('say all that is needed to go on: read back, the items are the same parts', () => {
    const isTold = (part: Part) =>
      !(part.type === 'text' || part.type === 'reasoning') || part.text + (part.signature ?? '') !== '';
    fc.assert(
      fc.property(fc.array(somePart().filter(isTold), { minLength: 1, maxLength: 6 }), (parts) => {
        const output = asArray(responseTree(responseOf(parts), contextOf()).output) as TreeObject[];
        const placed = output.map((item) => ({ item, at: 'input[0]' }));
        const [turn] = decodeItems(placed, new Map(), () => {});
        expect(turn?.parts.map(plain)).toEqual(parts.map(plain));
      }),
    );
  });

  it('come for words in the order the official library knows', () => {
    const builder = new StreamBuilder();
    const events = tell([
      { type: 'response-start', id: 'up', model: 'm' },
      ...builder.text('text', 'Good '),
      ...builder.text('text', 'morning'),
      ...builder.end('stop', { inputTokens: 2, outputTokens: 3 }),
    ]);
    expect(typesOf(events)).toEqual([
      'created',
      'in_progress',
      'output_item.added',
      'content_part.added',
      'output_text.delta',
      'output_text.delta',
      'output_text.done',
      'content_part.done',
      'output_item.done',
      'completed',
    ]);
    expect(events[4]).toMatchObject({
      item_id: 'msg_abc_0',
      output_index: 0,
      content_index: 0,
      delta: 'Good ',
    });
    expect(events[0]?.response).toMatchObject({ status: 'in_progress', completed_at: null });
    const completed = events.at(-1)?.response as { readonly completed_at: number } | undefined;
    expect(Math.abs(Number(completed?.completed_at) - Date.now() / 1000)).toBeLessThan(60);
    expect(events.at(-1)?.response).toMatchObject({
      id: 'resp_abc',
      status: 'completed',
      usage: { input_tokens: 2, output_tokens: 3, total_tokens: 5 },
    });
  });

  it('come for pictures with their previews, the picture in the item', () => {
    const builder = new StreamBuilder();
    const preview: MediaPart = { type: 'media', media: { from: 'inline', payload, declared: 'image/webp' } };
    const events = tell([
      { type: 'response-start', id: 'up', model: 'm' },
      ...builder.preview(0, preview),
      ...builder.media(drawing),
      ...builder.end('stop'),
    ]);
    expect(typesOf(events).slice(2, -1)).toEqual([
      'output_item.added',
      'image_generation_call.in_progress',
      'image_generation_call.generating',
      'image_generation_call.partial_image',
      'image_generation_call.completed',
      'output_item.done',
    ]);
    expect(events[5]).toMatchObject({ partial_image_index: 0, output_format: 'webp' });
    expect(events.at(-2)?.item).toMatchObject({
      status: 'completed',
      size: '64x48',
      background: 'opaque',
      output_format: 'webp',
      revised_prompt: 'A kite',
    });
  });

  it('tell of a picture that failed beside others, which came in any order', () => {
    const start = (index: number): StreamEvent => ({ type: 'part-start', index, kind: 'media' });
    const finished: StreamEvent[] = [
      { type: 'media-end', index: 2, part: drawing },
      { type: 'part-end', index: 2 },
      { type: 'media-end', index: 0, part: drawing },
      { type: 'part-end', index: 0 },
    ];
    const events = tell([
      { type: 'response-start', id: 'up', model: 'm' },
      ...[0, 1, 2].map(start),
      ...finished,
      { type: 'response-end', finish: 'stop' },
    ]);
    expect(typesOf(events).slice(-2)).toEqual(['output_item.done', 'completed']);
    expect(events.at(-1)?.response).toMatchObject({
      output: [{ status: 'completed' }, { status: 'failed', result: null }, { status: 'completed' }],
    });
  });

  it('hold the arguments of a call until its name is known', () => {
    const start: StreamEvent = { type: 'part-start', index: 0, kind: 'tool-call' };
    const delta = (more: object): StreamEvent => ({ type: 'input-delta', index: 0, text: '', ...more });
    const events = tell([
      start,
      delta({ text: '{"a' }),
      delta({ id: 'c1', name: 'f', text: '":1' }),
      delta({ text: '}' }),
      { type: 'part-end', index: 0 },
    ]);
    expect(events.flatMap(({ delta: piece }) => piece ?? [])).toEqual(['{"a":1', '}']);
    expect(events.at(-1)?.item).toMatchObject({ call_id: 'c1', name: 'f', arguments: '{"a":1}' });
  });

  it('name tools as their client does: in their namespace, with free text in place of arguments', () => {
    const custom = { type: 'custom', name: 'patch' };
    const context = contextOf({ tools: [{ type: 'namespace', name: 'fs', tools: [custom] }, custom] });
    const call = (name: string, input: string): Part => ({
      type: 'tool-call',
      id: 'c',
      name,
      arguments: input,
    });
    const parts = [call('fs__patch', '{"input":"*** Begin"}'), call('patch', 'no JSON')];
    expect(responseTree(responseOf(parts), context).output).toMatchObject([
      { type: 'custom_tool_call', namespace: 'fs', name: 'patch', input: '*** Begin' },
      { type: 'custom_tool_call', name: 'patch', input: 'no JSON' },
    ]);
  });

  it('ask the client to look for tools, with arguments that are JSON', () => {
    const context = contextOf({ tools: [{ type: 'tool_search', execution: 'client' }] });
    const call = (text: string): Part => ({
      type: 'tool-call',
      id: 'c',
      name: 'tool_search',
      arguments: text,
    });
    const response = responseOf([call('{"query":"draw","limit":3}'), call('draw'), call('')]);
    const item = { type: 'tool_search_call', call_id: 'c', execution: 'client', status: 'completed' };
    expect(responseTree(response, context).output).toMatchObject([
      { ...item, id: expect.stringMatching(/^tsc_/), arguments: { query: 'draw', limit: 3 } },
      { ...item, arguments: { query: 'draw' } },
      { ...item, arguments: {} },
    ]);
  });

  it.each([
    ['length', 'max_output_tokens'],
    ['content-filter', 'content_filter'],
  ] as const)('end incomplete after %s', (finish, reason) => {
    const events = tell(unfold(responseOf([{ type: 'text', text: 'So' }], { finish })));
    expect(events.at(-1)).toMatchObject({
      type: 'response.incomplete',
      response: { status: 'incomplete', incomplete_details: { reason } },
    });
  });

  it('end with response.failed when the answer breaks', () => {
    const error = new GatewayError('rate_limited', 'Slow down.');
    const events = tell([
      { type: 'response-start', id: 'up', model: 'm' },
      { type: 'error', error },
    ]);
    expect(events.at(-1)).toMatchObject({
      type: 'response.failed',
      sequence_number: 2,
      response: { status: 'failed', error: { code: 'rate_limit_exceeded', message: 'Slow down.' } },
    });
  });

  it('repeat what was asked, with the tools but without a mask', () => {
    const mask = { image_url: 'data:image/png;base64,AAAA' };
    const tools = [{ type: 'image_generation', size: '64x64', input_image_mask: mask }];
    const [created] = tell(
      [{ type: 'response-start', id: 'up', model: 'm' }],
      contextOf({ tools, top_p: 0.5 }),
    );
    expect(created?.response).toMatchObject({
      status: 'in_progress',
      tools: [{ type: 'image_generation', size: '64x64' }],
      top_p: 0.5,
      temperature: null,
      store: true,
    });
    expect(JSON.stringify(created)).not.toContain('input_image_mask');
  });
});

/** Ids of thoughts and places of pictures are the format's own. */
function plain(part: Part): unknown {
  if (part.type === 'media') return part.type;
  const { id: _, ...rest } = part as { readonly id?: string };
  return part.type === 'tool-call' ? { ...rest, id: asString(part.id) } : rest;
}
