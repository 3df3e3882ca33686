import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the gateway sent to a fake upstream. */
export interface FakeCall {
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The parsed body where it is JSON, else undefined. */
  readonly json: unknown;
  /** The parts where it is multipart/form-data. */
  readonly form: readonly FakePart[];
  /** What it was answered; absent while it is not. */
  reply?: FakeReply;
}

export interface FakePart {
  readonly name: string;
  readonly fileName?: string;
  readonly contentType?: string;
  readonly data: Buffer;
}

/** A whole JSON (or other) answer, or a stream written by hand. */
export type FakeReply =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly json: unknown }
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body: string | Buffer }
  | { readonly sse: AsyncIterable<string> | Iterable<string>; readonly headers?: Record<string, string> }
  | { readonly raw: (response: ServerResponse, request: IncomingMessage) => void | Promise<void> };

export interface Fake {
  /** Origin, as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly calls: FakeCall[];
  /** Answers the next call with this instead of the fake's own behaviour; queues up. */
  next(reply: FakeReply | ((call: FakeCall) => FakeReply | Promise<FakeReply>)): void;
  /** The next answer is the fake's own and ends early: a stream after two thirds of its events, a whole answer in the middle of its bytes. */
  breakOff(): void;
  close(): Promise<void>;
}

type Handler = (call: FakeCall) => FakeReply | Promise<FakeReply>;

/** Starts an upstream on a free loopback port. */
export async function startFake(handler: Handler): Promise<Fake> {
  const calls: FakeCall[] = [];
  const queue: Handler[] = [];
  const server = createServer(async (request, response) => {
    try {
      const call = await readCall(request);
      calls.push(call);
      call.reply = await (queue.shift() ?? handler)(call);
      await sendReply(call.reply, response, request);
    } catch (error) {
      // What a fake's own rules stumble over is no request that an upstream would take.
      if (error instanceof Error && !response.headersSent) await sendReply(refusal(error), response, request);
      else response.destroy(error as Error);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    next: (reply) => void queue.push(typeof reply === 'function' ? reply : () => reply),
    breakOff: () => void queue.push(async (call) => half(await handler(call))),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const refusal = ({ message }: Error): FakeReply => ({
  status: 400,
  json: { error: { message, type: 'invalid_request_error', code: 400, status: 'INVALID_ARGUMENT' } },
});

async function half(reply: FakeReply): Promise<FakeReply> {
  if ('sse' in reply) {
    const events = await Array.fromAsync(reply.sse);
    return { ...reply, sse: events.slice(0, (events.length * 2) / 3) };
  }
  if (!('json' in reply)) throw new TypeError('only streams and JSON break off');
  const bytes = Buffer.from(JSON.stringify(reply.json));
  const raw = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
  };
  return { raw };
}

async function readCall(request: IncomingMessage): Promise<FakeCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    body,
    json: type.includes('json') && body.length > 0 ? JSON.parse(body.toString()) : undefined,
    form: type.startsWith('multipart/form-data') ? await readParts(type, body) : [],
  };
}

async function readParts(type: string, body: Buffer): Promise<FakePart[]> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const parts: FakePart[] = [];
  for (const [name, value] of form) {
    if (typeof value === 'string') parts.push({ name, data: Buffer.from(value) });
    else {
      const data = Buffer.from(await value.arrayBuffer());
      parts.push({ name, fileName: value.name, contentType: value.type, data });
    }
  }
  return parts;
}

async function* eachOf(texts: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  yield* texts;
}

async function sendReply(
  reply: FakeReply,
  response: ServerResponse,
  request: IncomingMessage,
): Promise<void> {
  if ('raw' in reply) return reply.raw(response, request);
  if ('sse' in reply) {
    // The first event before the head: what a fake's own rules stumble over until then is refused, not cut off.
    const events = eachOf(reply.sse);
    let event = await events.next();
    response.writeHead(200, { 'content-type': 'text/event-stream', ...reply.headers });
    for (; !event.done; event = await events.next()) response.write(event.value);
    response.end();
    return;
  }
  const isJson = 'json' in reply;
  const type = isJson ? 'application/json' : 'text/plain';
  response.writeHead(reply.status ?? 200, { 'content-type': type, ...reply.headers });
  response.end(isJson ? JSON.stringify(reply.json) : reply.body);
}
