import type { ServerResponse } from 'node:http';
import type { ClientReply } from '../contract/dialect.ts';
import { type WireBody, writeJson } from '../wire/json-write.ts';
import { bodyOf } from '../wire/wire-body.ts';
import { endAfterUpload } from './upload.ts';

/** Writes one body chunk by chunk at the client's pace; stops quietly when the client is gone. */
export async function writeBody(response: ServerResponse, body: WireBody): Promise<void> {
  if (body.bytes) {
    await writeChunk(response, body.bytes);
    return;
  }
  for await (const chunk of body.chunks()) {
    if (isGone(response)) return;
    await writeChunk(response, chunk);
  }
}

export async function writeReply(
  response: ServerResponse,
  reply: ClientReply,
  headers: { readonly [name: string]: string },
  relayed?: Uint8Array,
): Promise<void> {
  if (isGone(response)) return;
  const body = relayed ? bodyOf([relayed]) : writeJson(reply.tree);
  response.writeHead(reply.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(body.length),
    ...headers,
    ...reply.headers,
  });
  if (body.bytes && response.req.complete) {
    response.end(body.bytes);
    return;
  }
  await writeBody(response, body);
  endAfterUpload(response);
}

export const isGone = (response: ServerResponse): boolean => response.destroyed || response.writableEnded;

export async function writeChunk(response: ServerResponse, chunk: Uint8Array): Promise<void> {
  if (isGone(response) || response.write(chunk)) return;
  await drained(response);
}

/** Resolves when the client has taken what was written, or has gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
