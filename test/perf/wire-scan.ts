/**
 * CPU of reading and writing JSON with a big picture inside, next to what else one could do with the bytes.
 * Run: `node test/perf/wire-scan.ts`. Ratios of one run count; absolute figures depend on the machine.
 */
import { createHash } from 'node:crypto';
import type { Payload, PayloadWriter, Spool } from '../../src/contract/payload.ts';
import { readJson } from '../../src/wire/json-scan.ts';
import { writeJson } from '../../src/wire/json-write.ts';
import { readSse } from '../../src/wire/sse.ts';

const ROUNDS = 15;
const PICTURE = Buffer.alloc(8_000_000);
for (let i = 0; i < PICTURE.length; i += 1) PICTURE[i] = (i * 2_654_435_761) >>> 13;
const BASE64 = PICTURE.toString('base64');
const REPLY = { created: 1, data: [{ b64_json: BASE64 }], usage: { total_tokens: 1 } };

/** Takes bytes and forgets them. */
const discard: Spool = { open: () => new Discarding(false) };
const hashing: Spool = { open: () => new Discarding(true) };

class Discarding implements PayloadWriter {
  readonly #hash;
  #size = 0;

  constructor(hashes: boolean) {
    this.#hash = hashes ? createHash('sha256') : undefined;
  }

  write(chunk: Uint8Array): void {
    this.#size += chunk.length;
    this.#hash?.update(chunk);
  }

  async finish(): Promise<Payload> {
    return { size: this.#size, head: new Uint8Array(), read: () => chunksOf(PICTURE) };
  }

  async abort(): Promise<void> {}
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

const plain = Buffer.from(JSON.stringify(REPLY));
const php = Buffer.from(JSON.stringify(REPLY).replaceAll('/', '\\/'));
const broken = Buffer.from(JSON.stringify({ data: BASE64.replace(/.{76}/g, '$&\n') }));
const urlSafe = Buffer.from(JSON.stringify({ data: BASE64.replaceAll('+', '-').replaceAll('/', '_') }));
const event = Buffer.from(`data: ${JSON.stringify(REPLY)}\n\n`);
const tiny = Buffer.from(JSON.stringify(Array.from({ length: 200_000 }, (_, i) => `s${i}`)));
const chat = Buffer.from(
  JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'x '.repeat(450) }] }),
);
const events = Buffer.from(
  Array.from(
    { length: 10_000 },
    (_, i) => `data: {"id":"x","choices":[{"index":0,"delta":{"content":"w${i}"}}]}\n\n`,
  ).join(''),
);

async function copy(bytes: Buffer): Promise<void> {
  for await (const chunk of chunksOf(bytes)) Buffer.from(chunk);
}

async function parse(bytes: Buffer): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of chunksOf(bytes)) chunks.push(Buffer.from(chunk));
  return JSON.parse(Buffer.concat(chunks).toString());
}

async function drain(source: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of source);
}

const tree = await readJson(chunksOf(plain), { spool: discard });

const CASES: Record<string, () => Promise<unknown>> = {
  'copy 8 MB': () => copy(plain),
  'JSON.parse 8 MB': () => parse(plain),
  'JSON.parse 8 MB, then decode': async () =>
    Buffer.from(((await parse(plain)) as typeof REPLY).data[0]?.b64_json ?? '', 'base64'),
  'scan 8 MB': () => readJson(chunksOf(plain), { spool: discard }),
  'scan 8 MB, sha256': () => readJson(chunksOf(plain), { spool: hashing }),
  'scan 8 MB, slashes escaped': () => readJson(chunksOf(php), { spool: discard }),
  'scan 8 MB, lines of 76': () => readJson(chunksOf(broken), { spool: discard }),
  'scan 8 MB, URL-safe': () => readJson(chunksOf(urlSafe), { spool: discard }),
  'scan 8 MB in one event': () => drain(readSse(chunksOf(event), { spool: discard })),
  'write 8 MB': () => drain(writeJson(tree).chunks()),
  'JSON.parse 200k tiny strings': () => parse(tiny),
  'scan 200k tiny strings': () => readJson(chunksOf(tiny), { spool: discard }),
  '10k × JSON.parse 1 KB': async () => {
    for (let i = 0; i < 10_000; i += 1) await parse(chat);
  },
  '10k × scan 1 KB': async () => {
    for (let i = 0; i < 10_000; i += 1) await readJson(chunksOf(chat), { spool: discard });
  },
  '10k small events': () => drain(readSse(chunksOf(events), { spool: discard })),
};

async function cpuOf(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

for (const [name, run] of Object.entries(CASES)) {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await cpuOf(run));
  times.sort((a, b) => a - b);
  const median = times[ROUNDS >> 1] ?? 0;
  console.log(name.padEnd(32), `${median.toFixed(1)} ms`.padStart(10), `best ${times[0]?.toFixed(1)}`);
}
