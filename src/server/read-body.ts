import type { IncomingMessage } from 'node:http';
import type { Query, Route } from '../contract/dialect.ts';
import { GatewayError } from '../contract/error.ts';
import type { Spool } from '../contract/payload.ts';
import { readJson } from '../wire/json-scan.ts';
import { readForm } from '../wire/multipart.ts';
import { uploadOf } from './upload.ts';

export interface BodyLimits {
  /** Bytes of one request's body. */
  readonly maxBytes: number;
  /** How long a client may be silent, in milliseconds. */
  readonly clientTimeoutMs: number;
  /** Told of a JSON body's bytes as they arrive. */
  readonly tap?: (chunk: Uint8Array) => void;
}

/**
 * Reads a request's body as its content type says. Long base64 goes to the spool, never into strings.
 * @throws GatewayError `too_large`, `unsupported_media_type`, `invalid_request`
 */
export async function readBody(
  request: IncomingMessage,
  route: Route,
  spool: Spool,
  { maxBytes, clientTimeoutMs, tap }: BodyLimits,
): Promise<Query['body']> {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (type === 'multipart/form-data') {
    if (!route.accepts.includes('form'))
      throw wrongType('This route takes a JSON body (Content-Type: application/json).');
    const source = limited(uploadOf(request, clientTimeoutMs), maxBytes);
    const entries = await readForm(source, request.headers['content-type'] ?? '', {
      spool,
      maxFileBytes: maxBytes,
    });
    return { kind: 'form', entries };
  }
  // Clients of one-liners forget the header; what is no JSON is refused by the parser.
  const looksJson =
    type === '' ||
    type.includes('json') ||
    type === 'text/plain' ||
    type.startsWith('application/x-www-form');
  if (!looksJson)
    throw wrongType(`Content-Type ${type.slice(0, 60)} is not supported; send application/json.`);
  const upload = uploadOf(request, clientTimeoutMs);
  const source = tap ? tapped(upload, tap) : upload;
  return { kind: 'json', tree: await readJson(source, { spool, maxBytes }) };
}

async function* limited(source: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of source) {
    total += chunk.byteLength;
    if (total > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

async function* tapped(
  source: AsyncIterable<Uint8Array>,
  tap: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    tap(chunk);
    yield chunk;
  }
}

const tooLarge = (maxBytes: number): GatewayError =>
  new GatewayError('too_large', `The body is larger than ${Math.floor(maxBytes / 1_048_576)} MiB.`);

const wrongType = (message: string): GatewayError => new GatewayError('unsupported_media_type', message);
