import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import type { FormEntry } from '../contract/dialect.ts';
import { GatewayError } from '../contract/error.ts';
import type { Payload, Spool } from '../contract/payload.ts';
import type { CallEntry } from '../contract/provider.ts';
import { bodyOf, type Piece, type WireBody } from './wire-body.ts';

export interface FormOptions {
  /** Takes the files. */
  readonly spool: Spool;
  /** Default 64. */
  readonly maxFiles?: number;
  /** Default 256. */
  readonly maxFields?: number;
  /** Of one field's value. Default 1 MiB. */
  readonly maxFieldBytes?: number;
  /** Of one file. Default: no limit. */
  readonly maxFileBytes?: number;
}

/**
 * Reads multipart/form-data; files stream into the spool.
 * @throws GatewayError `invalid_request` for a malformed or cut-off form, `too_large` over a limit.
 */
export async function readForm(
  source: AsyncIterable<Uint8Array> | Readable,
  contentType: string,
  options: FormOptions,
): Promise<FormEntry[]> {
  const form = new FormReader(contentType, options);
  try {
    for await (const chunk of source as AsyncIterable<Uint8Array>) await form.push(chunk);
    return await form.end();
  } catch (error) {
    form.abort();
    throw error;
  }
}

class FormReader {
  readonly #options: Required<FormOptions>;
  readonly #parser: BusboyInstance;
  /** In the order in which they came; files may still be on their way. */
  readonly #entries: (FormEntry | Promise<FormEntry>)[] = [];
  readonly #files = new Set<BusboyFileStream>();
  /** Settles with the parser: rejects at the first failure of any part. */
  readonly #finished: Promise<void>;
  #fileCount = 0;
  #fieldCount = 0;
  #fail: (error: unknown) => void = () => {};

  constructor(contentType: string, options: FormOptions) {
    this.#options = {
      maxFiles: 64,
      maxFields: 256,
      maxFieldBytes: 1_048_576,
      maxFileBytes: Number.POSITIVE_INFINITY,
      ...options,
    };
    this.#parser = openParser(contentType, this.#options.maxFieldBytes);
    this.#finished = new Promise((resolve, reject) => {
      this.#fail = reject;
      this.#parser.once('finish', resolve);
      this.#parser.on('error', (error) => reject(malformed(error)));
    });
    // Whoever waits hears of the failure; until then it must not count as unhandled.
    this.#finished.catch(() => {});
    this.#parser.on('file', (name, stream, fileName, _encoding, mediaType) =>
      this.#addFile(name, stream, { fileName, mediaType }),
    );
    this.#parser.on('field', (name, value, _nameCut, isCut) => this.#addField(name, value, isCut));
  }

  async push(chunk: Uint8Array): Promise<void> {
    const taken = new Promise<void>((resolve) => this.#parser.write(chunk, () => resolve()));
    // A failed part leaves its file unread, and then the parser never calls back.
    await Promise.race([taken, this.#finished]);
  }

  async end(): Promise<FormEntry[]> {
    this.#parser.end();
    await this.#finished;
    return Promise.all(this.#entries);
  }

  /** Lets go of the files that are still open. */
  abort(): void {
    for (const file of this.#files) file.destroy();
  }

  #addField(name: string | undefined, value: string, isCut: boolean): void {
    const { maxFields, maxFieldBytes } = this.#options;
    this.#fieldCount += 1;
    if (name === undefined) this.#fail(malformed('a part has no name'));
    else if (isCut) this.#fail(tooLarge(name, `The field "${name}" is longer than ${maxFieldBytes} bytes.`));
    else if (this.#fieldCount > maxFields)
      this.#fail(tooLarge(name, `The form has more than ${maxFields} fields.`));
    else this.#entries.push({ name, value });
  }

  #addFile(
    name: string | undefined,
    stream: BusboyFileStream,
    told: { fileName?: string; mediaType: string },
  ): void {
    const { maxFiles } = this.#options;
    this.#fileCount += 1;
    this.#files.add(stream);
    stream.on('error', () => {});
    if (name === undefined) {
      this.#fail(malformed('a part has no name'));
      return;
    }
    if (this.#fileCount > maxFiles) {
      this.#fail(tooLarge(name, `The form has more than ${maxFiles} files.`));
      return;
    }
    const { mediaType } = told;
    const fileName = told.fileName || name;
    const entry = this.#readFile(name, stream).then((payload) => ({ name, payload, fileName, mediaType }));
    entry.catch(this.#fail);
    this.#entries.push(entry);
  }

  async #readFile(name: string, stream: BusboyFileStream): Promise<Payload> {
    const { spool, maxFileBytes } = this.#options;
    const writer = spool.open();
    let size = 0;
    try {
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        size += chunk.length;
        if (size > maxFileBytes) {
          throw tooLarge(name, `The file "${name}" is larger than ${maxFileBytes} bytes.`);
        }
        await writer.write(chunk);
      }
      return await writer.finish();
    } catch (error) {
      await writer.abort();
      throw error;
    } finally {
      this.#files.delete(stream);
    }
  }
}

function openParser(contentType: string, fieldSize: number): BusboyInstance {
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits: { fieldSize } });
  } catch (error) {
    throw malformed(error);
  }
}

const malformed = (cause: unknown): GatewayError => {
  const what = cause instanceof Error ? cause.message : String(cause);
  return new GatewayError('invalid_request', `The body is not valid multipart/form-data: ${what}.`);
};

const tooLarge = (field: string, message: string): GatewayError =>
  new GatewayError('too_large', message, { field });

/** The entries as multipart/form-data, each part in its turn. Names cannot break out of their headers. */
export function writeForm(entries: readonly CallEntry[]): WireBody & { readonly contentType: string } {
  const boundary = `axonhub-${randomBytes(16).toString('hex')}`;
  const pieces = entries.flatMap((entry): Piece[] => {
    const head = Buffer.from(`--${boundary}\r\n${headersOf(entry)}\r\n\r\n`);
    const content: Piece =
      'value' in entry ? Buffer.from(entry.value) : { payload: entry.payload, as: 'raw' };
    return [head, content, Buffer.from('\r\n')];
  });
  const body = bodyOf([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
  return { ...body, contentType: `multipart/form-data; boundary=${boundary}` };
}

function headersOf(entry: CallEntry): string {
  const disposition = `Content-Disposition: form-data; name="${quoted(entry.name)}"`;
  if ('value' in entry) return disposition;
  const mediaType = MEDIA_TYPE.test(entry.mediaType) ? entry.mediaType : 'application/octet-stream';
  return `${disposition}; filename="${quoted(entry.fileName)}"\r\nContent-Type: ${mediaType}`;
}

const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(; ?[\w-]+=[\w-]+)*$/;

/** Escaped as browsers do. */
const quoted = (name: string): string =>
  name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
