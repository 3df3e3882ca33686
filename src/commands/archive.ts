import { createReadStream } from 'node:fs';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { createTarDecoder, createTarPacker } from 'modern-tar';

/** One file of an archive. */
export interface Entry {
  readonly name: string;
  /** Chunks are lent: they may be overwritten once the next one is asked for. */
  read(): AsyncIterable<Uint8Array>;
}

/** A file to be put into an archive. */
export interface NewEntry extends Entry {
  /** Bytes, exactly. */
  readonly size: number;
}

/** Writes a `.tar.gz`; rejects when `out` is destroyed meanwhile. */
export async function writeArchive(out: Writable, entries: AsyncIterable<NewEntry>): Promise<void> {
  const { readable, controller } = createTarPacker();
  const fill = async (): Promise<void> => {
    try {
      for await (const entry of entries) await add(controller, entry);
      controller.finalize();
    } catch (error) {
      controller.error(error);
      throw error;
    }
  };
  await Promise.all([fill(), pipeline(Readable.fromWeb(readable as never), createGzip({ level: 6 }), out)]);
}

async function add(
  controller: ReturnType<typeof createTarPacker>['controller'],
  { name, size, read }: NewEntry,
): Promise<void> {
  const writer = controller.add({ name, size, type: 'file', mode: 0o600 }).getWriter();
  for await (const chunk of read()) await writer.write(Uint8Array.from(chunk));
  await writer.close();
}

/** The files of a `.tar.gz`, one after the other; what is not read of one is passed over. */
export async function* readArchive(file: string): AsyncGenerator<Entry> {
  const decoder = createTarDecoder();
  const feeding = pipeline(createReadStream(file), createGunzip(), toWeb(decoder.writable));
  // Whoever reads learns of it from the stream; without a listener it would end the process first.
  feeding.catch(() => {});
  for await (const { header, body } of decoder.readable) {
    let isRead = false;
    yield {
      name: header.name,
      read: () => {
        isRead = true;
        return body;
      },
    };
    if (!isRead) await passOver(body);
  }
  await feeding;
}

/** Read, not cancelled: modern-tar 0.8 then waits for ever in a longer file behind it, and Node ends without a word. */
async function passOver(body: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of body);
}

const toWeb =
  (writable: WritableStream<Uint8Array>) =>
  async (source: AsyncIterable<Uint8Array>): Promise<void> => {
    const writer = writable.getWriter();
    try {
      for await (const chunk of source) await writer.write(chunk);
      await writer.close();
    } catch (error) {
      await writer.abort(error).catch(() => {});
      throw error;
    }
  };
