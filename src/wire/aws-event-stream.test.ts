import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awsEvent, awsException, awsMessage } from '../../test/upstreams/aws-event-stream.ts';
import type { Frame } from '../contract/dialect.ts';
import { SplicedString } from '../contract/tree.ts';
import { memorySpool } from '../storage/memory/spool.ts';
import { readAwsEventStream } from './aws-event-stream.ts';

async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, round = 0; at < bytes.length; round += 1) {
    const size = sizes[round % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

const read = async (bytes: Buffer, sizes = [bytes.length]): Promise<Frame[]> =>
  (await Array.fromAsync(readAwsEventStream(inPieces(bytes, sizes), { spool: memorySpool() }))).flat();

describe("Amazon's event stream", () => {
  it('gives events, exceptions and errors by name', async () => {
    const bytes = Buffer.concat([
      awsEvent('chunk', { bytes: 'e30=' }),
      awsException('throttlingException', 'Too many requests'),
      awsMessage({ ':message-type': 'error', ':error-code': 'Boom', ':error-message': 'It broke' }, ''),
    ]);
    expect(await read(bytes)).toEqual([
      { event: 'chunk', data: { bytes: 'e30=' } },
      { event: 'throttlingException', data: { message: 'Too many requests' } },
      { event: 'Boom', data: { message: 'It broke' } },
    ]);
  });

  it('reads past headers of every other type', async () => {
    const message = awsMessage({ ':event-type': 'ping', ':message-type': 'event' }, '', {
      yes: { type: 'boolean', value: true },
      no: { type: 'boolean', value: false },
      byte: { type: 'byte', value: 1 },
      short: { type: 'short', value: 2 },
      integer: { type: 'integer', value: 3 },
      binary: { type: 'binary', value: Buffer.from('abc') },
      time: { type: 'timestamp', value: new Date(0) },
      uuid: { type: 'uuid', value: '6ba7b810-9dad-11d1-80b4-00c04fd430c8' },
    });
    expect(await read(message)).toEqual([{ event: 'ping', data: {} }]);
  });

  it('is the same whatever pieces it comes in', async () => {
    const bytes = Buffer.concat([awsEvent('a', { text: 'ä'.repeat(50) }), awsEvent('b', [1, 2])]);
    const whole = await read(bytes);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), async (sizes) => {
        expect(await read(bytes, sizes)).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps long base64 out of the strings', async () => {
    const picture = Buffer.alloc(60_000, 7).toString('base64');
    const [frame] = await read(awsEvent('chunk', { bytes: picture }));
    const data = frame && 'data' in frame ? (frame.data as { bytes: SplicedString }) : undefined;
    expect(data?.bytes).toBeInstanceOf(SplicedString);
    expect(data?.bytes.toText()).toBe(picture);
  });

  it.each<[string, (good: Buffer) => Buffer]>([
    ['it is cut off within a message', (good) => good.subarray(0, -3)],
    ['it is cut off after the lengths', (good) => good.subarray(0, 12)],
    ['a length was damaged', (good) => changed(good, 3)],
    ['a payload was damaged', (good) => changed(good, good.length - 8)],
    ['a message is larger than any may be', () => prelude(0x7fff_ffff, 0)],
    ['the headers are longer than the message', () => prelude(20, 100)],
    ['a payload is no JSON', () => awsMessage({ ':event-type': 'chunk' }, 'oops')],
  ])('is an upstream error when %s', async (_, damage) => {
    const broken = read(damage(awsEvent('chunk', { bytes: 'e30=' })));
    await expect(broken).rejects.toMatchObject({ code: 'upstream_error', facts: { outcomeUnknown: true } });
  });

  it('lets go of the connection when the reader leaves', async () => {
    let released = false;
    const source = (async function* () {
      try {
        for (;;) yield awsEvent('chunk', {});
      } finally {
        released = true;
      }
    })();
    for await (const _ of readAwsEventStream(source, { spool: memorySpool() })) break;
    expect(released).toBe(true);
  });
});

function changed(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

/** Only the first twelve bytes, their checksum right. */
function prelude(total: number, headers: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(total, 0);
  bytes.writeUInt32BE(headers, 4);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8);
  return bytes;
}
