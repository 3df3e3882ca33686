import type { Query, Route } from '../contract/dialect.ts';
import { GatewayError } from '../contract/error.ts';
import type { Spool } from '../contract/payload.ts';
import { readJson } from './json-scan.ts';
import { readForm } from './multipart.ts';

export interface BodyOptions {
  /** As its sender declared it. */
  readonly contentType: string;
  readonly accepts: Route['accepts'];
  readonly spool: Spool;
  /** Bytes of one request's body. */
  readonly maxBytes: number;
  /** Told of a JSON body's bytes as they arrive. */
  readonly tap?: (chunk: Uint8Array) => void;
}

/**
 * Reads a request's body as its content type says. Long base64 goes to the spool, never into strings.
 * @throws GatewayError `too_large`, `unsupported_media_type`, `invalid_request`
 */
export async function readBody(
  source: AsyncIterable<Uint8Array>,
  { contentType, accepts, spool, maxBytes, tap }: BodyOptions,
): Promise<Query['body']> {
  if (bodyKind({ contentType, accepts }) === 'form') {
    const entries = await readForm(limited(source, maxBytes), contentType, { spool, maxFileBytes: maxBytes });
    return { kind: 'form', entries };
  }
  const tree = await readJson(tap ? tapped(source, tap) : source, { spool, maxBytes });
  return { kind: 'json', tree };
}

/** What a body is to be read as. @throws GatewayError `unsupported_media_type` */
export function bodyKind({
  contentType,
  accepts,
}: Pick<BodyOptions, 'contentType' | 'accepts'>): 'form' | 'json' {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === 'multipart/form-data') {
    if (accepts.includes('form')) return 'form';
    throw wrongType('This route takes a JSON body (Content-Type: application/json).');
  }
  if (looksJson(type)) return 'json';
  throw wrongType(`Content-Type ${type.slice(0, 60)} is not supported; send application/json.`);
}

/** Clients of one-liners forget the header; what is no JSON is refused by the parser. */
const looksJson = (type: string): boolean =>
  type === '' || type.includes('json') || type === 'text/plain' || type.startsWith('application/x-www-form');

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

export const tooLarge = (maxBytes: number): GatewayError =>
  new GatewayError('too_large', `The body is larger than ${Math.floor(maxBytes / 1_048_576)} MiB.`);

const wrongType = (message: string): GatewayError => new GatewayError('unsupported_media_type', message);
