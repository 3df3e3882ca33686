import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrive, cut, cuts, gather } from '../../test/arbitraries/wire.ts';
import { LENT_BYTES } from '../contract/payload.ts';
import { memorySpool } from '../storage/memory/spool.ts';
import { Base64Decoder, encodeBase64 } from './base64.ts';

const bytes = () => fc.uint8Array({ maxLength: 3000 }).map((array) => Buffer.from(array));

/** Decodes the pieces; what was refused is reported as the rest. */
async function decode(pieces: readonly Uint8Array[]) {
  const decoder = new Base64Decoder(memorySpool().open());
  for (const piece of pieces) {
    const taken = decoder.write(Buffer.from(piece), 0, piece.length);
    await decoder.flush();
    if (taken < piece.length) break;
  }
  const payload = await decoder.finish();
  return { decoder, content: await gather(payload.read()) };
}

describe('encodeBase64', () => {
  it('gives what Buffer gives, whatever the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(bytes(), cuts(), async (content, places) => {
        const encoded = await gather(encodeBase64(arrive(cut(content, places))));
        expect(encoded.toString()).toBe(content.toString('base64'));
      }),
    );
  });

  it('makes no piece over 128 KiB of one large chunk', async () => {
    const content = randomBytes(1_000_001);
    const pieces: Uint8Array[] = [];
    for await (const piece of encodeBase64(arrive([content]))) pieces.push(Buffer.from(piece));
    expect(Math.max(...pieces.map((piece) => piece.length))).toBe(131_072);
    expect(Buffer.concat(pieces).toString()).toBe(content.toString('base64'));
  });

  it('makes all large pieces in one buffer, and small ones each in its own', async () => {
    const [large, small] = [randomBytes(500_000), randomBytes(LENT_BYTES / 2)];
    const lent = new Set<ArrayBufferLike>();
    for (let round = 0; round < 3; round += 1) {
      for await (const piece of encodeBase64(arrive([large]))) {
        if (piece.length >= LENT_BYTES) lent.add(piece.buffer);
      }
    }
    expect(lent.size).toBe(1);
    const own = await Array.fromAsync(encodeBase64(arrive([small, small, small])));
    expect(Buffer.concat(own).toString()).toBe(Buffer.concat([small, small, small]).toString('base64'));
  });
});

describe('Base64Decoder', () => {
  it('decodes either alphabet, padded or not, whatever the pieces, and can restore what came', async () => {
    const spellings = fc.constantFrom('base64', 'base64url', 'unpadded');
    await fc.assert(
      fc.asyncProperty(bytes(), spellings, cuts(), async (content, spelling, places) => {
        const standard = content.toString('base64');
        const text =
          spelling === 'base64url'
            ? content.toString('base64url')
            : standard.slice(0, spelling === 'unpadded' ? standard.replaceAll('=', '').length : undefined);
        const { decoder, content: decoded } = await decode(cut(Buffer.from(text), places));
        expect(decoded).toEqual(content);
        expect(decoder.canonical).toBe(text === standard);
        expect(decoder.restore(standard)).toBe(text);
      }),
    );
  });

  it('stops at the first character that cannot follow', async () => {
    const good = Buffer.alloc(900, 'picture').toString('base64');
    for (const bad of ['!', ' ', '\n', 'ü', '=A']) {
      const decoder = new Base64Decoder(memorySpool().open());
      const text = Buffer.from(`${good}${bad}${good}`);
      expect(decoder.write(text, 0, text.length), bad).toBe(good.length);
    }
  });

  it('takes one alphabet only', () => {
    const decoder = new Base64Decoder(memorySpool().open());
    expect(decoder.write(Buffer.from('AB+/_-'), 0, 6)).toBe(4);
  });

  it('takes padding only where it is due, and nothing after it', () => {
    const stops = { 'A===': 1, 'AB===': 4, 'ABC==': 4, 'ABCD=': 4, 'AB==AB': 4, 'AB=C': 3 };
    for (const [text, stop] of Object.entries(stops)) {
      const decoder = new Base64Decoder(memorySpool().open());
      expect(decoder.write(Buffer.from(text), 0, text.length), text).toBe(stop);
    }
  });

  it('is not canonical with bits behind the last byte', async () => {
    expect((await decode([Buffer.from('AA==')])).decoder.canonical).toBe(true);
    expect((await decode([Buffer.from('AB==')])).decoder.canonical).toBe(false);
  });
});
