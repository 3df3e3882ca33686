import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import type { CallHeaders, OutgoingRequest } from '../../contract/provider.ts';

export interface Signing {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly region: string;
  /** As AWS calls it when it signs: `bedrock`. */
  readonly service: string;
  /** Unix milliseconds. */
  readonly now: number;
}

/** AWS Signature 4 of a request with its body. The library is loaded when the first request needs it. */
export async function sign(request: OutgoingRequest, signing: Signing): Promise<CallHeaders> {
  const { SignatureV4 } = await import('@smithy/signature-v4');
  const { accessKeyId, secretAccessKey, sessionToken, region, service, now } = signing;
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const { url, method, headers } = request;
  const { host: _, ...signed } = (
    await signer.sign(
      {
        method,
        protocol: url.protocol,
        hostname: url.hostname,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: {
          host: url.host,
          'content-type': headers['content-type'] ?? '',
          // The body is not kept in one piece, so it is hashed here and not by the library.
          'x-amz-content-sha256': await request.sha256(),
        },
      },
      { signingDate: new Date(now) },
    )
  ).headers;
  return signed;
}

/** SHA-256 as the library wants it, plain or keyed. */
class Sha256 {
  readonly #make: () => Hash | Hmac;
  #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    const key = secret === undefined ? undefined : bytesOf(secret);
    this.#make = () => (key === undefined ? createHash('sha256') : createHmac('sha256', key));
    this.#hash = this.#make();
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#make();
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
