import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';

/** A good answer that is about to be spoiled. */
export interface GoodAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** Writes what is left of a good answer. */
export type Damage = (response: ServerResponse, good: GoodAnswer) => void | Promise<void>;

/** A strict fake behind a way that spoils its answers: whatever is asked for, the damage hits a real answer to it. */
export interface DamagedUpstream {
  /** Origin, as `http://127.0.0.1:41234`. */
  readonly url: string;
  /** The fake behind: its calls are those that arrived. */
  readonly fake: Fake;
  damage: Damage;
  close(): Promise<void>;
}

/** Spoils nothing. */
export const unharmed: Damage = (response, { status, headers, body }) => {
  response.writeHead(status, headers).end(body);
};

/** Drawing takes time: the same request is answered once for all. */
const known = new Map<string, Promise<GoodAnswer>>();

async function goodAnswer(fake: Fake, request: IncomingMessage): Promise<GoodAnswer> {
  const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
  const { authorization = '', 'content-type': type = '' } = request.headers;
  const name = `${request.method} ${request.url} ${body}`;
  const answer =
    known.get(name) ?? answerOf(fake.url + request.url, { authorization, 'content-type': type }, body);
  known.set(name, answer);
  return answer;
}

async function answerOf(url: string, headers: Record<string, string>, body: Buffer): Promise<GoodAnswer> {
  const response = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
  return {
    status: response.status,
    headers: { 'content-type': response.headers.get('content-type') ?? '' },
    body: Buffer.from(await response.arrayBuffer()),
  };
}

export async function startDamagedUpstream(damage: Damage = unharmed): Promise<DamagedUpstream> {
  const fake = await startOpenAi();
  const upstream = { damage };
  const server = createServer(async (request, response) => {
    response.on('error', () => {});
    await upstream.damage(response, await goodAnswer(fake, request));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(upstream, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fake,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await fake.close();
    },
  });
}
