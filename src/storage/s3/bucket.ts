import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { GatewayError } from '../../contract/error.ts';
import { describe, passes, s3Error, statusOf } from './s3-error.ts';

export interface BucketOptions {
  readonly bucket: string;
  readonly region: string;
  /** URL of an S3-compatible server; absent: Amazon's own for the region. */
  readonly endpoint?: string;
  /** The bucket stands in the path, not in the host name: what most servers other than Amazon's want. */
  readonly forcePathStyle?: boolean;
  /** Absent: the SDK looks where AWS tools keep credentials (environment, profile, the role of the machine). */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** What an object is made of; opened anew for each try. */
export interface Upload {
  readonly sha256: string;
  readonly size: number;
  open(): Uint8Array | Readable;
}

export interface ObjectFacts {
  readonly size: number | undefined;
  /** Unix milliseconds. */
  readonly writtenAt: number | undefined;
}

const TRIES = 3;
const FIRST_PAUSE_MS = 100;

/** The few calls of S3 that a picture store needs. Failures are GatewayErrors; what passes is tried three times. */
export class Bucket {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor({ bucket, region, endpoint, forcePathStyle = false, credentials }: BucketOptions) {
    this.#bucket = bucket;
    this.#client = new S3Client({
      region,
      forcePathStyle,
      ...(endpoint !== undefined && { endpoint }),
      ...(credentials && { credentials }),
      maxAttempts: TRIES,
      requestHandler: { connectionTimeout: 5_000, socketTimeout: 30_000 },
      // Many S3-compatible servers know no checksums in trailers; the signed hash of the content does the same.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  /** Throws an Error for the operator when the bucket is not there or not ours to use. `absent`: a name that nothing has. */
  async check(absent: string): Promise<void> {
    try {
      // Not HeadBucket: its answer has no body that could say what is wrong.
      await this.#get(absent, 0, 1);
    } catch (error) {
      if (error instanceof NoSuchKey) return;
      throw new Error(describe(error), { cause: error });
    }
  }

  /** Undefined: there is no such object. */
  async look(name: string): Promise<ObjectFacts | undefined> {
    const command = new HeadObjectCommand({ Bucket: this.#bucket, Key: name });
    const found = await missingAsUndefined(this.#client.send(command));
    return found && { size: found.ContentLength, writtenAt: found.LastModified?.getTime() };
  }

  /** Uploads an object, over the one that is there. */
  async put(name: string, upload: Upload): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#putOnce(name, upload);
      } catch (error) {
        // The SDK does not repeat streams, and never a payload's own failure, which comes as a GatewayError.
        if (tries === TRIES || error instanceof GatewayError || !passes(error)) throw s3Error(error);
        await sleep(FIRST_PAUSE_MS * 4 ** (tries - 1));
      }
    }
  }

  /** The first bytes of an object and how long it is. */
  async readStart(name: string, length: number): Promise<{ head: Uint8Array; size: number } | undefined> {
    try {
      const answer = await this.#get(name, 0, length);
      const head = await answer.Body?.transformToByteArray();
      return head && { head, size: wholeSize(answer) };
    } catch (error) {
      const status = statusOf(error);
      if (status === 404) return undefined;
      // No range can be cut out of an empty object.
      if (status === 416) return { head: new Uint8Array(), size: 0 };
      throw s3Error(error);
    }
  }

  /** The bytes from `start` up to, not including, `end`. */
  async *read(name: string, start: number, end: number): AsyncGenerator<Uint8Array> {
    let missing = end - start;
    try {
      const { Body } = await this.#get(name, start, end);
      for await (const chunk of Body as Readable) {
        missing -= (chunk as Uint8Array).byteLength;
        yield chunk as Uint8Array;
      }
    } catch (error) {
      throw s3Error(error);
    }
    if (missing !== 0) throw s3Error(new Error(`${name} is ${missing} bytes shorter than its range`));
  }

  /** Names that begin with `prefix`. */
  async *names(prefix: string): AsyncGenerator<string> {
    const pages = paginateListObjectsV2({ client: this.#client }, { Bucket: this.#bucket, Prefix: prefix });
    try {
      for await (const { Contents = [] } of pages) for (const { Key = '' } of Contents) yield Key;
    } catch (error) {
      throw s3Error(error);
    }
  }

  async delete(name: string): Promise<void> {
    const command = new DeleteObjectCommand({ Bucket: this.#bucket, Key: name });
    await missingAsUndefined(this.#client.send(command));
  }

  #get(name: string, start: number, end: number): Promise<GetObjectCommandOutput> {
    const Range = `bytes=${start}-${end - 1}`;
    return this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: name, Range }));
  }

  async #putOnce(name: string, { sha256, size, open }: Upload): Promise<void> {
    const object = { Bucket: this.#bucket, Key: name, ContentLength: size };
    const command = new PutObjectCommand({ ...object, Body: open() });
    // The hash is known, so the signature covers the very bytes and the server refuses damaged ones, streamed or not.
    command.middlewareStack.add(
      (next) => (call) => {
        (call.request as SignedRequest).headers['x-amz-content-sha256'] = sha256;
        return next(call);
      },
      { step: 'build', name: 'contentHash' },
    );
    await this.#client.send(command);
  }
}

interface SignedRequest {
  readonly headers: Record<string, string>;
}

async function missingAsUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw s3Error(error);
  }
}

/** Of `bytes 0-65535/200000`; a server that knows no ranges sends the whole. */
const wholeSize = ({ ContentRange, ContentLength = 0 }: GetObjectCommandOutput): number =>
  ContentRange === undefined ? ContentLength : Number(ContentRange.slice(ContentRange.lastIndexOf('/') + 1));
