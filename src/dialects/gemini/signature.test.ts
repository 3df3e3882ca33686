import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrapSignature, wrapSignature } from './signature.ts';

const mark = fc.record(
  { signature: fc.string({ unit: 'binary' }), id: fc.string(), redacted: fc.boolean() },
  { requiredKeys: ['signature'] },
);

describe('a signature on its way through a Gemini client', () => {
  it('comes back as it was, whatever it is', () => {
    fc.assert(
      fc.property(mark, (given) => {
        expect(unwrapSignature(wrapSignature(given))).toEqual(given);
      }),
    );
  });

  it('is base64 to clients that decode it, and survives the other alphabet', () => {
    fc.assert(
      fc.property(mark, (given) => {
        const wire = wrapSignature(given);
        const again = Buffer.from(wire, 'base64');
        expect(again.toString('base64')).toBe(wire);
        if (wire !== given.signature) expect(unwrapSignature(again.toString('base64url'))).toEqual(given);
      }),
    );
  });

  it("stays Google's own where it is", () => {
    expect(wrapSignature({ signature: 'CiQB+/8=' })).toBe('CiQB+/8=');
  });

  it('survives being wrapped twice', () => {
    const once = wrapSignature({ signature: 'anthropic~EqQB' });
    expect(unwrapSignature(wrapSignature({ signature: once }))).toEqual({ signature: once });
  });
});
