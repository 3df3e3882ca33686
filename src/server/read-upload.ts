import type { IncomingMessage } from 'node:http';
import type { Query, Route } from '../contract/dialect.ts';
import type { Arriving, Spool } from '../contract/payload.ts';
import { readShortJson, SCAN_THRESHOLD } from '../wire/json-scan.ts';
import { type BodyOptions, bodyKind, readBody, tooLarge } from '../wire/read-body.ts';
import { shortUpload, uploadOf } from './upload.ts';

export interface UploadLimits extends Pick<BodyOptions, 'maxBytes' | 'tap'> {
  /** How long a client may be silent, in milliseconds. */
  readonly clientTimeoutMs: number;
}

/** Reads a request's body while it arrives; one that says it is too large is not read at all. @throws GatewayError as `readBody` */
export async function readUpload(
  request: IncomingMessage,
  { accepts }: Route,
  spool: Spool,
  { clientTimeoutMs, ...limits }: UploadLimits,
): Promise<Query['body']> {
  const { 'content-type': contentType = '', 'content-length': length } = request.headers;
  if (Number(length) > limits.maxBytes) throw tooLarge(limits.maxBytes);
  const kind = bodyKind({ contentType, accepts });
  if (Number(length) < SCAN_THRESHOLD && kind === 'json') {
    const bytes = await shortUpload(request, clientTimeoutMs);
    limits.tap?.(bytes);
    return { kind: 'json', tree: readShortJson(bytes) };
  }
  const arriving: Arriving = {
    hashed: false,
    // In JSON it comes as base64.
    ...(length !== undefined && { bytes: kind === 'json' ? Number(length) * 0.75 : Number(length) }),
  };
  const expecting: Spool = { open: () => spool.open(arriving) };
  const source = uploadOf(request, clientTimeoutMs);
  return readBody(source, { contentType, accepts, spool: expecting, ...limits });
}
