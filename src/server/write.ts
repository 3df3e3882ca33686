import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { ClientReply } from '../contract/dialect.ts';
import type { WireBody } from '../wire/json-write.ts';
import { writeJson } from '../wire/json-write.ts';

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
  const body = relayed ? { length: relayed.byteLength, bytes: relayed } : writeJson(reply.tree);
  response.writeHead(reply.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(body.length),
    ...headers,
    ...reply.headers,
  });
  if ('chunks' in body && !body.bytes) {
    await writeBody(response, body);
    response.end();
  } else {
    response.end(body.bytes);
  }
}

export const isGone = (response: ServerResponse): boolean => response.destroyed || response.writableEnded;

export async function writeChunk(response: ServerResponse, chunk: Uint8Array): Promise<void> {
  if (isGone(response) || response.write(chunk)) return;
  const settled = new AbortController();
  const { signal } = settled;
  try {
    await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  } finally {
    settled.abort();
  }
}
