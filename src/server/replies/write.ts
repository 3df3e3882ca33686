import type { ServerResponse } from 'node:http';
import type { ClientReply } from '../../contract/dialect.ts';
import { type WireBody, writeJson } from '../../wire/json-write.ts';
import { endAfterUpload } from '../upload.ts';

/** Writes one body chunk by chunk at the client's pace; stops quietly when the client is gone. */
export async function writeBody(
  response: ServerResponse,
  body: WireBody,
  patienceMs?: number,
): Promise<void> {
  if (body.bytes) {
    await writeChunk(response, body.bytes, patienceMs);
    return;
  }
  for await (const chunk of body.chunks()) {
    if (isGone(response)) return;
    await writeChunk(response, chunk, patienceMs);
  }
}

/** A whole answer of JSON. */
export function writeReply(
  response: ServerResponse,
  { status, headers, tree }: ClientReply,
  more: { readonly [name: string]: string } = {},
): Promise<void> {
  const head = { status, headers: { 'content-type': JSON_TYPE, ...more, ...headers } };
  return writeAnswer(response, head, writeJson(tree));
}

export const JSON_TYPE = 'application/json; charset=utf-8';

export interface Head {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
}

/** A whole answer. Where its head is out already (`EarlyHead`) the body alone is left to send. */
export async function writeAnswer(
  response: ServerResponse,
  { status, headers }: Head,
  body: WireBody,
): Promise<void> {
  if (isGone(response)) return;
  if (!response.headersSent)
    response.writeHead(status, { ...headers, 'content-length': String(body.length) });
  if (body.bytes && response.req.complete) {
    response.end(body.bytes);
    return;
  }
  await writeBody(response, body);
  endAfterUpload(response);
}

export const isGone = (response: ServerResponse): boolean => response.destroyed || response.writableEnded;

/** @param patienceMs how long the client may take nothing at all; then its connection is closed */
export async function writeChunk(
  response: ServerResponse,
  chunk: Uint8Array,
  patienceMs = UNREAD_MS,
): Promise<void> {
  if (isGone(response) || response.write(chunk)) return;
  await drained(response, patienceMs);
}

/** A client that takes nothing for so long has gone, or holds the answer for its own sake. */
const UNREAD_MS = 120_000;

/** Resolves when the client has taken what was written, or has gone. */
function drained(response: ServerResponse, patienceMs: number): Promise<void> {
  const { socket } = response;
  const leave = (): void => void response.destroy();
  // The socket's own clock sees when a part of what waits is taken: a slow client is not left.
  socket?.setTimeout(patienceMs, leave);
  return new Promise((resolve) => {
    const done = (): void => {
      socket?.setTimeout(0, leave);
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
