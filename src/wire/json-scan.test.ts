import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrive, asText, cut, cuts, json } from '../../test/arbitraries/wire.ts';
import { fastest } from '../../test/timing/fastest.ts';
import type { Payload, Spool } from '../contract/payload.ts';
import { isObject, SplicedString, type Tree } from '../contract/tree.ts';
import { memorySpool } from '../storage/memory/spool.ts';
import { JsonScanner, readJson, type ScanOptions } from './json-scan.ts';

const spool = memorySpool();

const scan = (text: string | Uint8Array, options: Partial<ScanOptions> = {}) =>
  readJson(arrive([text]), { spool, ...options });

const bytesOf = (length: number) => Buffer.from(Array.from({ length }, (_, i) => (i * 7919) % 251));
const LONG = bytesOf(40_000);
const BASE64 = LONG.toString('base64');

/** The segments of a spliced string, payloads as their bytes. */
async function segmentsOf(tree: Tree | undefined): Promise<(string | Buffer)[]> {
  if (!(tree instanceof SplicedString)) throw new TypeError('not spliced');
  return Promise.all(tree.segments.map((part) => (typeof part === 'string' ? part : contentOf(part))));
}

async function contentOf(payload: Payload): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of payload.read()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const inStrings = (json: string, change: (text: string) => string) =>
  json.replace(/"(?:[^"\\]|\\.)*"/g, change);

/** How different programs write the same JSON. */
const WRITERS: Record<string, (value: unknown) => string> = {
  plain: (value) => JSON.stringify(value),
  indented: (value) => JSON.stringify(value, null, 2),
  PHP: (value) => JSON.stringify(value).replaceAll('/', '\\/'),
  Gson: (value) =>
    inStrings(JSON.stringify(value), (text) => text.replaceAll('=', '\\u003d').replaceAll('+', '\\u002B')),
  ASCII: (value) =>
    JSON.stringify(value).replace(
      /[\u007f-\uffff]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
};

describe('what the scanner reads', () => {
  it('is what JSON.parse reads, for any document, any chunks and any threshold', async () => {
    let spliced = 0;
    await fc.assert(
      fc.asyncProperty(
        json(),
        fc.constantFrom(...Object.values(WRITERS)),
        cuts(),
        fc.integer({ min: 4, max: 40 }),
        async (value, write, places, threshold) => {
          const text = write(value);
          const tree = await readJson(arrive(cut(Buffer.from(text), places)), { spool, threshold });
          expect(asText(tree)).toEqual(JSON.parse(text));
          if (isSpliced(tree)) spliced += 1;
        },
      ),
      { numRuns: 1500 },
    );
    expect(spliced).toBeGreaterThan(100);
  });

  it('does not depend on the chunks, down to single bytes', async () => {
    const text = WRITERS.PHP?.({ a: BASE64, b: `x;base64,${BASE64}"\\ü` }) ?? '';
    const bytes = Buffer.from(text);
    const single = await readJson(arrive(bytes.values().map((byte) => Buffer.of(byte))), { spool });
    expect(single).toEqual(await scan(text));
  });

  it('keeps `__proto__` an own member and pollutes nothing', async () => {
    const tree = await scan(`{"__proto__":{"polluted":"${BASE64}"},"a":{"__proto__":"${BASE64}"}}`);
    if (!isObject(tree) || !isObject(tree.a)) throw new TypeError('no objects');
    expect(Object.keys(tree)).toEqual(['__proto__', 'a']);
    expect(Object.getOwnPropertyDescriptor(tree.a, '__proto__')?.value).toBeInstanceOf(SplicedString);
    expect(Object.getPrototypeOf(tree)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('has the last of two members of the same name', async () => {
    expect(asText(await scan(`{"a":"${BASE64}","a":1}`))).toEqual({ a: 1 });
    expect(asText(await scan(`{"a":1,"a":"${BASE64}"}`))).toEqual({ a: BASE64 });
  });

  it('never cuts a key', async () => {
    expect(asText(await scan(`{"${BASE64}":1,"b":{"${BASE64}":["${BASE64}"]}}`))).toEqual({
      [BASE64]: 1,
      b: { [BASE64]: [BASE64] },
    });
  });

  it('passes over a byte order mark', async () => {
    expect(await scan('\ufeff{"a":1}')).toEqual({ a: 1 });
  });
});

describe('base64 in strings', () => {
  it('is cut out when it is the whole string', async () => {
    const tree = await scan(`{"b64_json":"${BASE64}"}`);
    expect(await segmentsOf(isObject(tree) ? tree.b64_json : null)).toEqual([LONG]);
  });

  it('is cut out of text, any number of times', async () => {
    const text = `A: ![](data:image/png;base64,${BASE64}) B: ![](data:image/webp;base64,${BASE64})"\n`;
    expect(await segmentsOf(await scan(JSON.stringify(text)))).toEqual([
      'A: ![](data:image/png;base64,',
      LONG,
      ') B: ![](data:image/webp;base64,',
      LONG,
      ')"\n',
    ]);
  });

  it.each(Object.entries(WRITERS))('is unescaped (%s)', async (_name, write) => {
    expect(await segmentsOf(await scan(write(`data:image/png;base64,${BASE64}`)))).toEqual([
      'data:image/png;base64,',
      LONG,
    ]);
  });

  const large = bytesOf(600_001);

  it.each(['\n', '\r\n'])('may be broken into lines with %j', async (mark) => {
    const text = large.toString('base64').replace(/.{76}/g, `$&${mark}`);
    expect(await segmentsOf(await scan(JSON.stringify(text)))).toEqual([large]);
    expect(await segmentsOf(await scan(JSON.stringify(`;base64,${text}\n`)))).toEqual([
      ';base64,',
      large,
      '\n',
    ]);
  });

  it('ends at a line break that is followed by other text', async () => {
    const text = `data:image/png;base64,${BASE64}\nHere it is.`;
    expect(await segmentsOf(await scan(JSON.stringify(text)))).toEqual([
      'data:image/png;base64,',
      LONG,
      '\nHere it is.',
    ]);
  });

  it('stays as it came when its last line is the longest', async () => {
    const text = `${BASE64.slice(0, 16)}\n${BASE64.slice(16, 32)}\n${BASE64.slice(32, 80)}==`;
    expect(asText(await scan(JSON.stringify(`;base64,${text}`), { threshold: 4 }))).toBe(`;base64,${text}`);
  });

  it('may use the URL-safe alphabet, without padding', async () => {
    const text = large.toString('base64url');
    expect(await segmentsOf(await scan(JSON.stringify(text)))).toEqual([large]);
  });

  it('stays text when it is small and encoding would not give it back letter by letter', async () => {
    for (const text of [
      LONG.toString('base64url'),
      `;base64,${BASE64.slice(0, -3)}`,
      BASE64.replace(/.{76}/g, '$&\n'),
      `${BASE64.slice(0, -4)}AB==`,
    ]) {
      expect(await scan(JSON.stringify(text))).toBe(text);
    }
  });

  it('stays text when it is short, whatever stands around it', async () => {
    const text = `${'word '.repeat(10_000)};base64,QUJD ;base64, and ;base64,${BASE64.slice(0, 8000)}`;
    expect(await scan(JSON.stringify(text))).toBe(text);
  });

  it('stays text when the string turns out to be no base64 later on', async () => {
    for (const text of [`${BASE64} and more`, `${BASE64}AAAA`, `${BASE64.slice(0, 30_000)}.${BASE64}`]) {
      expect(await scan(JSON.stringify(text))).toBe(text);
    }
  });

  it('is found behind text that looked like base64', async () => {
    const text = `${'a'.repeat(30_000)};base64,${BASE64}`;
    expect(await segmentsOf(await scan(JSON.stringify(text)))).toEqual([
      `${'a'.repeat(30_000)};base64,`,
      LONG,
    ]);
  });

  it('waits for the spool before it writes on', async () => {
    let writing = false;
    const slow: Spool = {
      open() {
        const inner = spool.open();
        return {
          async write(chunk) {
            expect(writing).toBe(false);
            writing = true;
            await inner.write(chunk);
            await new Promise((resolve) => setTimeout(resolve, 1));
            writing = false;
          },
          finish: () => inner.finish(),
          abort: () => inner.abort(),
        };
      },
    };
    const text = JSON.stringify([BASE64.repeat(5), `;base64,${BASE64.repeat(5)}`]);
    expect(asText(await scan(text, { spool: slow }))).toEqual(JSON.parse(text));
  });

  it('cannot be forged: a mark seen in one document means nothing in the next', async () => {
    let seen = '';
    const parse = JSON.parse;
    JSON.parse = (text: string) => {
      seen = text;
      return parse(text);
    };
    try {
      await scan(JSON.stringify({ a: BASE64 }));
    } finally {
      JSON.parse = parse;
    }
    const forged = seen.slice(6, -2);
    expect(forged).toMatch(/^[0-9a-f]{32}0;$/);
    expect(asText(await scan(JSON.stringify({ a: BASE64, b: forged })))).toEqual({ a: BASE64, b: forged });
  });
});

describe('what the scanner refuses', () => {
  it.each(['', '{', '{"a":', '[1,]', '{"a":1}}', 'nul', '"\u0001"', '{"a":"x'])(
    'malformed %j',
    async (text) => {
      await expect(scan(text)).rejects.toMatchObject({ code: 'invalid_request' });
    },
  );

  it('a body that ends inside base64, letting go of its payload', async () => {
    const writers = { open: 0, aborted: 0 };
    const counting: Spool = {
      open() {
        writers.open += 1;
        return {
          write() {},
          finish: () => Promise.reject(new Error('finished')),
          async abort() {
            writers.aborted += 1;
          },
        };
      },
    };
    await expect(scan(`{"a":"${BASE64}`, { spool: counting })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    expect(writers).toEqual({ open: 1, aborted: 1 });
  });

  it('a raw line break inside base64, as JSON.parse does', async () => {
    await expect(scan(`"${BASE64}\n${BASE64}"`)).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('nesting that is too deep, before anything parses it', async () => {
    const deep = '['.repeat(1_000_000);
    await expect(scan(deep)).rejects.toThrow('nested more than 256 levels');
    const allowed = `${'['.repeat(256)}${']'.repeat(256)}`;
    await expect(scan(allowed)).resolves.toBeDefined();
    expect(await scan(JSON.stringify('['.repeat(1000)))).toBe('['.repeat(1000));
  });

  it('more JSON text than allowed, not counting payloads', async () => {
    const text = JSON.stringify({ a: BASE64, b: 'words '.repeat(100) });
    await expect(scan(text, { maxSkeleton: 200 })).rejects.toMatchObject({ code: 'too_large' });
    await expect(
      scan(JSON.stringify('words '.repeat(20_000)), { maxSkeleton: 70_000 }),
    ).rejects.toMatchObject({
      code: 'too_large',
    });
    await expect(scan(JSON.stringify({ a: BASE64 }), { maxSkeleton: 90_000 })).resolves.toBeDefined();
    const likeBase64 = `${BASE64.repeat(5).replaceAll('=', 'A')}!`;
    await expect(scan(JSON.stringify(likeBase64), { maxSkeleton: 90_000 })).rejects.toMatchObject({
      code: 'too_large',
    });
  });

  it('a body over the limit', async () => {
    const body = readJson(arrive(['[1,', '2,3]']), { spool, maxBytes: 5 });
    await expect(body).rejects.toMatchObject({ code: 'too_large' });
  });
});

describe('cost', () => {
  it('a 20 MB picture makes no string over 1 MB and no copy of itself', async () => {
    const picture = Buffer.alloc(20_000_000, 'picture');
    const body = Buffer.from(
      JSON.stringify({ image: `data:image/png;base64,${picture.toString('base64')}` }),
    );
    let received = 0;
    const counting: Spool = {
      open: () => ({
        write(chunk) {
          received += chunk.length;
        },
        finish: async () => ({ size: received, head: picture.subarray(0, 16), read: () => arrive([]) }),
        abort: async () => {},
      }),
    };
    const strings = watchStrings();
    const before = heldMemory();
    const tree = await readJson(arriveUntouched(body), { spool: counting });
    const held = heldMemory() - before;
    expect(strings.stop()).toBeLessThan(1_000_000);
    expect(received).toBe(picture.length);
    expect(isObject(tree) && tree.image).toMatchObject({ length: body.length - '{"image":""}'.length });
    expect(held).toBeLessThan(1_000_000);
  });

  it('200,000 tiny strings are read about as fast as JSON.parse reads them', async () => {
    const bytes = Buffer.from(JSON.stringify(Array.from({ length: 200_000 }, (_, i) => `s${i}`)));
    const plain = () => JSON.parse(bytes.toString());
    const scanned = () => scanChunks(bytes);
    await scanned();
    plain();
    const [ours, theirs] = [await fastest(scanned), await fastest(plain)];
    expect(ours / theirs).toBeLessThan(4);
  });

  it('no string is slow: escapes, marks and quotes cost the same wherever they stand', async () => {
    const size = 4_000_000;
    const fill = (unit: string) => JSON.stringify(unit.repeat(size / unit.length));
    const plain = await fastest(() => scanChunks(Buffer.from(fill('word '))), 3);
    for (const unit of [
      '\\',
      `${'w '.repeat(40)}\\`,
      ';base64,',
      `;base64,${'A'.repeat(16_000)}`,
      ';base64,A=',
    ]) {
      const took = await fastest(() => scanChunks(Buffer.from(fill(unit))), 3);
      expect(took, unit.slice(0, 20)).toBeLessThan(20 * plain + 100);
    }
  });
});

async function scanChunks(bytes: Buffer): Promise<Tree> {
  const scanner = new JsonScanner({ spool });
  for (let at = 0; at < bytes.length; at += 65_536) await scanner.push(bytes.subarray(at, at + 65_536));
  return scanner.end();
}

async function* arriveUntouched(body: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += 65_536) yield body.subarray(at, at + 65_536);
}

/** Bytes in use after collecting garbage. */
function heldMemory(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Notes the longest string that bytes are turned into. */
function watchStrings(): { stop(): number } {
  const original = Buffer.prototype.toString;
  let longest = 0;
  Buffer.prototype.toString = function (this: Buffer, ...args: Parameters<typeof original>) {
    const text = original.apply(this, args);
    longest = Math.max(longest, text.length);
    return text;
  };
  return {
    stop() {
      Buffer.prototype.toString = original;
      return longest;
    },
  };
}

function isSpliced(tree: Tree | undefined): boolean {
  if (typeof tree !== 'object' || tree === null) return false;
  return tree instanceof SplicedString || Object.values(tree).some(isSpliced);
}
