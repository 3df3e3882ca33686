import type { IncomingMessage } from 'node:http';
import type { Query, Route } from '../contract/dialect.ts';
import type { Spool } from '../contract/payload.ts';
import { type BodyOptions, readBody, tooLarge } from '../wire/read-body.ts';
import { uploadOf } from './upload.ts';

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
  const { 'content-type': contentType = '', 'content-length': length = 0 } = request.headers;
  if (Number(length) > limits.maxBytes) throw tooLarge(limits.maxBytes);
  return readBody(uploadOf(request, clientTimeoutMs), { contentType, accepts, spool, ...limits });
}
