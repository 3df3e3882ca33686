import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GatewayError } from './error.ts';
import { BytesPayload } from './payload.ts';
import type { Part } from './request.ts';
import type { Choice, Response, StreamEvent } from './response.ts';
import { collect, StreamBuilder, unfold } from './stream.ts';

const picture = {
  type: 'media',
  media: { from: 'inline', payload: new BytesPayload(Buffer.from('x')) },
} as const;
const signature = fc.option(fc.string(), { nil: undefined });
const signed = <P extends Part>(part: P, mark: string | undefined): P =>
  mark === undefined ? part : { ...part, signature: mark };

const part: fc.Arbitrary<Part> = fc.oneof(
  fc.tuple(fc.string(), signature).map(([text, mark]) => signed({ type: 'text', text }, mark)),
  fc.string().map((text): Part => ({ type: 'text', text, refusal: true })),
  fc.tuple(fc.string(), signature).map(([text, mark]) => signed({ type: 'reasoning', text }, mark)),
  fc
    .record({ id: fc.string({ minLength: 1 }), name: fc.string(), arguments: fc.json() })
    .map((call) => ({ type: 'tool-call' as const, ...call })),
  signature.map((mark) => signed(picture, mark)),
);

const choice: fc.Arbitrary<Choice> = fc.record({
  parts: fc.array(part, { maxLength: 6 }),
  finish: fc.constantFrom('stop', 'length', 'tool-calls', 'content-filter'),
  extensions: fc.constantFrom({}, { 'openai-chat': { choice: { logprobs: null } } }),
});

const response: fc.Arbitrary<Response> = fc.record(
  {
    id: fc.string(),
    model: fc.string(),
    parts: fc.array(part, { maxLength: 6 }),
    finish: fc.constantFrom('stop', 'length', 'tool-calls', 'content-filter'),
    others: fc.array(choice, { minLength: 1, maxLength: 3 }),
    usage: fc.record({ inputTokens: fc.nat(), outputTokens: fc.nat() }),
    warnings: fc.array(
      fc.record({ kind: fc.constant('ignored' as const), field: fc.string(), detail: fc.string() }),
    ),
    extensions: fc.constant({}),
  },
  { requiredKeys: ['id', 'model', 'parts', 'finish', 'warnings', 'extensions'] },
);

describe('an answer as events', () => {
  it('adds up to itself again', () => {
    fc.assert(
      fc.property(response, (whole) => {
        expect(collect(unfold(whole))).toEqual(whole);
      }),
    );
  });

  it('has parts that begin and end in order, with indexes from 0', () => {
    fc.assert(
      fc.property(response, (whole) => {
        const marks = unfold(whole).flatMap((event) =>
          event.type === 'part-start' || event.type === 'part-end' ? [[event.type, event.index]] : [],
        );
        expect(marks).toEqual(
          [whole, ...(whole.others ?? [])]
            .flatMap(({ parts }) => parts)
            .flatMap((_, at) => [
              ['part-start', at],
              ['part-end', at],
            ]),
        );
      }),
    );
  });
});

describe('collect', () => {
  const start: StreamEvent = { type: 'response-start', id: 'a', model: 'm' };

  it('leaves previews out', () => {
    const builder = new StreamBuilder();
    const events = [start, ...builder.preview(0, picture), ...builder.media(picture), ...builder.end('stop')];
    expect(collect(events).parts).toEqual([picture]);
  });

  it('throws the error of the stream', () => {
    const error = new GatewayError('upstream_error', 'It broke.');
    expect(() => collect([start, { type: 'error', error }])).toThrow(error);
  });

  it('throws when the end is missing', () => {
    expect(() => collect([start])).toThrow(/response-end/);
  });
});
