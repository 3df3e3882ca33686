import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrive, asText, cut, cuts, gather, json } from '../../test/arbitraries/wire.ts';
import { fastest } from '../../test/timing/fastest.ts';
import type { Frame } from '../contract/dialect.ts';
import { BytesPayload } from '../contract/payload.ts';
import { SplicedString } from '../contract/tree.ts';
import { memorySpool } from '../storage/memory/spool.ts';
import { KEEP_ALIVE, readShortSse, readSse, writeFrame, writeFrames } from './sse.ts';

async function read(pieces: Iterable<Uint8Array | string>, threshold = 64): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const batch of readSse(arrive(pieces), { spool: memorySpool(), threshold }))
    frames.push(...batch);
  return frames;
}

const plain = (frame: Frame) => ('done' in frame ? frame : { ...frame, data: asText(frame.data) });

/** A frame and one way to write it. */
const written = () =>
  fc
    .record({
      name: fc.option(fc.constantFrom('message', 'x.y', 'ü'), { nil: undefined }),
      value: json(),
      end: fc.constantFrom('\n', '\r\n', '\r'),
      space: fc.constantFrom('', ' '),
      noise: fc.constantFrom('', ':', ': comment', 'id: 7', 'retry:1', 'datax: 1', 'x'),
      isNameLast: fc.boolean(),
      isIndented: fc.boolean(),
    })
    .map(({ name, value, end, space, noise, isNameLast, isIndented }) => {
      const data = JSON.stringify(value, null, isIndented ? 2 : 0).split('\n');
      const lines = data.map((line) => `data:${space}${line}`);
      const event = name === undefined ? [] : [`event:${space}${name}`];
      const all = isNameLast ? [...lines, noise, ...event] : [...event, noise, ...lines];
      const text = all
        .filter((line) => line !== '')
        .concat('', '')
        .join(end);
      const frame = { ...(name !== undefined && { event: name }), data: JSON.parse(JSON.stringify(value)) };
      return { text, frame };
    });

describe('readSse', () => {
  it('reads the same frames however they are written and cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(written(), { maxLength: 4 }), cuts(), async (events, places) => {
        const bytes = Buffer.from(events.map((event) => event.text).join(''));
        const frames = await read(cut(bytes, places), 30);
        expect(frames.map(plain)).toEqual(events.map((event) => event.frame));
      }),
      { numRuns: 1000 },
    );
  });

  it('reads single bytes', async () => {
    const text = '\ufeffevent: a\r\ndata: {"b":\r\ndata: [1]}\r\n\r\n: hi\r\n\r\ndata: [DONE]\r\n\r\n';
    const bytes = Buffer.from(text);
    expect(await read(bytes.values().map((byte) => Buffer.of(byte)))).toEqual([
      { event: 'a', data: { b: [1] } },
      { done: true },
    ]);
  });

  it('counts the last event without a blank line, or a line end, after it', async () => {
    for (const end of ['', '\n', '\r', '\r\n', '\n\n']) {
      expect(await read([`data: 1\n\ndata: 2${end}`])).toEqual([{ data: 1 }, { data: 2 }]);
    }
  });

  it('passes over comments and events without data', async () => {
    expect(await read([KEEP_ALIVE, 'event: ping\n\ndata:\n\n\n\ndata: 1\n\n'])).toEqual([{ data: 1 }]);
  });

  it('cuts a picture out of the data', async () => {
    const picture = Buffer.alloc(1_000_000, 'picture');
    const [frame] = await read([`data: {"b64_json":"${picture.toString('base64')}"}\n\n`], 16_384);
    expect(frame).toEqual({ data: { b64_json: expect.any(SplicedString) } });
  });

  it('yields what came before it waits for more', async () => {
    const frames = readSse(endless('data: 1\n\ndata: {"a":'), { spool: memorySpool() });
    expect(await frames.next()).toEqual({ done: false, value: [{ data: 1 }] });
  });

  it.each([
    'data: {"a":\n\n',
    'data: oops\n\n',
    `data: {"a":"${'A'.repeat(100)}`,
    `data: ${'['.repeat(300)}\n\n`,
  ])('calls %j an upstream error', async (text) => {
    await expect(read([text])).rejects.toMatchObject({ code: 'upstream_error' });
  });

  it('lets the source go when nobody wants more', async () => {
    let isReleased = false;
    async function* source() {
      try {
        yield Buffer.from('data: 1\n\n');
        yield Buffer.from('data: 2\n\n');
      } finally {
        isReleased = true;
      }
    }
    for await (const _ of readSse(source(), { spool: memorySpool() })) break;
    expect(isReleased).toBe(true);
  });

  it('takes time in proportion to the size, not to its square', async () => {
    const time = (lines: number) => {
      const text = Buffer.from(`data: "${'w '.repeat(30_000)}\ndata: ${'\ndata:'.repeat(lines)}"\n\r`);
      const cuts = Array.from({ length: 500 }, (_, i) => i * 997);
      return fastest(() => read(cut(text, cuts)).catch(() => {}), 3);
    };
    const [small, large] = [await time(20_000), await time(200_000)];
    expect(large).toBeLessThan(40 * small + 100);
  });
});

async function* endless(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
  await new Promise(() => {});
}

describe('readShortSse', () => {
  it('reads the same frames as readSse, or leaves them to it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(written(), { maxLength: 4 }), async (events) => {
        const frames = readShortSse(Buffer.from(events.map((event) => event.text).join('')));
        if (frames) expect(frames).toEqual(events.map((event) => event.frame));
      }),
    );
  });

  it('leaves long events and what does not end with one to readSse', () => {
    expect(readShortSse(Buffer.from('event: a\ndata: 1\n\n: hi\n\ndata: [DONE]\r\n\r\n'))).toEqual([
      { event: 'a', data: 1 },
      { done: true },
    ]);
    expect(readShortSse(Buffer.from('data: 1\n\ndata: 2'))).toBeUndefined();
    expect(readShortSse(Buffer.from(`data: "${'A'.repeat(20_000)}"\n\n`))).toBeUndefined();
  });

  it('calls what is no JSON an upstream error', () => {
    expect(() => readShortSse(Buffer.from('data: oops\n\n'))).toThrow(
      expect.objectContaining({ code: 'upstream_error' }),
    );
  });
});

describe('writeFrame', () => {
  it('writes what readSse reads', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(written(), { maxLength: 4 }), async (events) => {
        const frames = events.map((event) => event.frame as Frame);
        const bodies = [...frames, { done: true } as const].map(writeFrame);
        const bytes = await Promise.all(bodies.map((body) => gather(body.chunks())));
        expect((await read(bytes)).map(plain)).toEqual([...frames, { done: true }]);
      }),
    );
  });

  it('writes events with and without payloads in their order', async () => {
    const image = SplicedString.of('', new BytesPayload(Buffer.from('picture')));
    const body = writeFrames([{ data: 1 }, { event: 'x', data: { image } }, { data: 'ü' }, { done: true }]);
    expect((await gather(body.chunks())).toString()).toBe(
      `data: 1\n\nevent: x\ndata: {"image":"${Buffer.from('picture').toString('base64')}"}\n\ndata: "ü"\n\ndata: [DONE]\n\n`,
    );
  });

  it('streams a payload with the announced length', async () => {
    const data = {
      image: SplicedString.of('data:image/png;base64,', new BytesPayload(Buffer.alloc(100_000))),
    };
    const body = writeFrame({ event: 'image', data });
    const bytes = await gather(body.chunks());
    expect(bytes.length).toBe(body.length);
    expect((await read([bytes], 16_384)).map(plain)).toEqual([{ event: 'image', data: asText(data) }]);
  });
});
