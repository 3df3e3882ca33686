import { expect, it } from 'vitest';
import { attemptSpanId, outgoingHeaders, traceContext } from './trace-context.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const of = (traceparent: string, more: object = {}) => traceContext({ traceparent, ...more }, true);

it('joins the trace that a client names', () => {
  expect(of(`00-${TRACE}-${PARENT}-01`)).toMatchObject({ traceId: TRACE, parentId: PARENT, sampled: true });
  expect(of(`00-${TRACE}-${PARENT}-00`)?.sampled).toBe(false);
  expect(of(`cc-${TRACE}-${PARENT}-01-what-the-future-will-be-like`)?.traceId).toBe(TRACE);
});

it('begins one of its own where the header is none', () => {
  const nonsense = [
    ...[
      '',
      'x',
      `ff-${TRACE}-${PARENT}-01`,
      `00-${'0'.repeat(32)}-${PARENT}-01`,
      `00-${TRACE}-${'0'.repeat(16)}-01`,
    ],
    ...[
      `00-${TRACE.toUpperCase()}-${PARENT}-01`,
      `00-${TRACE}-${PARENT}`,
      `00-${TRACE}-${PARENT}-01\r\nx: y`,
    ],
  ];
  for (const header of nonsense) {
    expect(of(header)).not.toHaveProperty('parentId');
    expect(traceContext({ traceparent: header }, false)).toBeUndefined();
  }
});

it('gives every attempt a span of its own', () => {
  const context = of(`00-${TRACE}-${PARENT}-01`);
  if (!context) throw new Error('no context');
  const ids = [0, 1, 2, 300].map((position) => attemptSpanId(context, position));
  expect(new Set([context.spanId, PARENT, ...ids]).size).toBe(6);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{16}$/);
  expect(outgoingHeaders(context, 1)).toEqual({ traceparent: `00-${TRACE}-${ids[1]}-01` });
});

it('passes on what vendors say beside it, within bounds', () => {
  const asked = { traceparent: `00-${TRACE}-${PARENT}-01` };
  const passed = (tracestate: string) => {
    const context = traceContext({ ...asked, tracestate }, false);
    return context && outgoingHeaders(context, 0);
  };
  expect(passed('a=1,b=2')).toEqual({ ...asked, tracestate: 'a=1,b=2' });
  expect(passed('x'.repeat(513))).toEqual(asked);
});
