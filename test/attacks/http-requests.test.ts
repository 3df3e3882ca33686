import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { speak } from './raw-http.ts';

let gateway: TestGateway;
/** Gives its clients a second. */
let hasty: TestGateway;
beforeAll(async () => {
  const channels = [{ name: 'demo', type: 'demo' }];
  gateway = await startGateway({ channels, server: { body_limit_mb: 1 } });
  hasty = await startGateway({ channels, server: { client_timeout_seconds: 1 } });
});
afterAll(() => Promise.all([gateway.close(), hasty.close()]));

const BODY = '{"model":"demo-chat","messages":[{"role":"user","content":"hi"}]}';
const request = (headers: readonly string[], body: string): string =>
  [
    'POST /v1/chat/completions HTTP/1.1',
    'host: x',
    `authorization: Bearer ${gateway.key}`,
    ...headers,
    '',
    body,
  ].join('\r\n');

/** A second request that must never be seen as one. */
const SMUGGLED = 'GET /v1/models HTTP/1.1\r\nhost: x\r\nauthorization: Bearer KEY\r\n\r\n';
const smuggled = (): string => SMUGGLED.replace('KEY', gateway.key);
const chunked = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;

describe('a request whose end two readers would see in two places', () => {
  const FORMS: { readonly [name: string]: () => string } = {
    'a length and chunks': () =>
      request([`content-length: ${BODY.length}`, 'transfer-encoding: chunked'], chunked(BODY) + smuggled()),
    'chunks and a length': () =>
      request(['transfer-encoding: chunked', 'content-length: 4'], chunked(BODY) + smuggled()),
    'two lengths': () =>
      request([`content-length: ${BODY.length}`, `content-length: ${BODY.length + 9}`], BODY + smuggled()),
    'two lengths in one': () =>
      request([`content-length: ${BODY.length}, ${BODY.length}`], BODY + smuggled()),
    'a length with a sign': () => request([`content-length: +${BODY.length}`], BODY + smuggled()),
    'a negative length': () => request(['content-length: -1'], BODY + smuggled()),
    'a length in hexadecimal': () =>
      request([`content-length: 0x${BODY.length.toString(16)}`], BODY + smuggled()),
    'a space before the colon': () => request(['transfer-encoding : chunked'], chunked(BODY) + smuggled()),
    'an unknown coding': () => request(['transfer-encoding: xchunked'], chunked(BODY) + smuggled()),
    'chunks that are not last': () =>
      request(['transfer-encoding: chunked, identity'], chunked(BODY) + smuggled()),
    'a header that goes on in the next line': () =>
      request(['transfer-encoding:', ' chunked', 'content-length: 4'], chunked(BODY) + smuggled()),
    'a carriage return alone': () => request(['x: a\rcontent-length: 3'], BODY + smuggled()),
    'a zero byte in a header': () => request(['x: a\0b'], BODY + smuggled()),
    'a chunk size with a sign': () =>
      request(['transfer-encoding: chunked'], `+${chunked(BODY)}${smuggled()}`),
    'a chunk size without end': () =>
      request(['transfer-encoding: chunked'], `${'f'.repeat(40)}\r\n${BODY}${smuggled()}`),
    'a chunk longer than its size': () =>
      request(['transfer-encoding: chunked'], `3\r\n${BODY}\r\n0\r\n\r\n${smuggled()}`),
    'a protocol of its own': () =>
      `${request([`content-length: ${BODY.length}`], BODY).replace('HTTP/1.1', 'HTTP/9.9')}${smuggled()}`,
    'no HTTP at all': () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    'a space in the path': () => `GET /v1/models /x HTTP/1.1\r\nhost: x\r\n\r\n${smuggled()}`,
  };
  it.each(Object.keys(FORMS))('%s: at most one answer, a refusal, and the connection ends', async (name) => {
    const { statuses, closed, text } = await speak(gateway.url, FORMS[name]?.() ?? '');
    expect(statuses).toHaveLength(1);
    expect(statuses[0]).toBeGreaterThanOrEqual(400);
    expect(statuses[0]).toBeLessThan(500);
    expect(closed).toBe(true);
    expect(text).not.toContain('"object":"list"');
  });

  it('a body shorter than what follows it: the rest is no request, and the answer under way is not spoilt', async () => {
    const { statuses, text, closed } = await speak(
      gateway.url,
      request([`content-length: ${BODY.length}`], `${BODY}garbage\r\n\r\n`),
    );
    expect(statuses.length).toBeLessThanOrEqual(1);
    expect(text).not.toContain('not valid HTTP');
    expect(closed).toBe(true);
  });

  it('two honest requests in a row are two answers', async () => {
    const { statuses } = await speak(
      gateway.url,
      request([`content-length: ${BODY.length}`], BODY) + smuggled(),
    );
    expect(statuses).toEqual([200, 200]);
  });
});

describe('a refusal of what is no HTTP', () => {
  it('has the form of every other error', async () => {
    const { text } = await speak(gateway.url, 'nonsense\r\n\r\n');
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(head).toContain('x-content-type-options: nosniff');
    expect(JSON.parse(body)).toMatchObject({
      error: { type: 'invalid_request_error', message: expect.any(String) },
    });
  });

  it('says when the headers are too large', async () => {
    for (const headers of [
      `x: ${'a'.repeat(20_000)}`,
      ...[Array.from({ length: 3_000 }, (_, i) => `x${i}: 1`).join('\r\n')],
    ]) {
      const { statuses, closed } = await speak(gateway.url, request([headers], ''));
      expect([statuses, closed]).toEqual([[431], true]);
    }
  });
});

describe('a client that takes its time', () => {
  const dripping =
    (piece: string, everyMs: number) =>
    (socket: Socket): void => {
      const drip = setInterval(() => socket.write(piece), everyMs);
      socket.once('close', () => clearInterval(drip));
    };

  it('with its headers is left when a second is over', async () => {
    const { statuses, closed } = await speak(
      hasty.url,
      (socket) => {
        socket.write('POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\n');
        dripping('x-drip: 1\r\n', 100)(socket);
      },
      8_000,
    );
    expect([statuses, closed]).toEqual([[408], true]);
  });

  it('before it says anything at all is left too', async () => {
    const { closed } = await speak(hasty.url, () => {}, 8_000);
    expect(closed).toBe(true);
  });

  it.each([
    ['with its body, of which nothing comes', () => {}],
    ['with its body, of which a letter comes now and then', dripping(' ', 200)],
  ])('%s is left when a second is over', async (_what, go) => {
    const { closed } = await speak(
      hasty.url,
      (socket) => {
        socket.write(request(['content-type: application/json', 'content-length: 1000'], '{'));
        go(socket);
      },
      8_000,
    );
    expect(closed).toBe(true);
  });

  it('does not keep others waiting: a thousand of them, and everybody else is served', async () => {
    const held = Array.from({ length: 1_000 }, () =>
      speak(hasty.url, 'POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\n', 15_000),
    );
    const ask = async () => (await hasty.post('/v1/chat/completions', JSON.parse(BODY))).status;
    // Whoever asks while the machine stalls has taken too long as well.
    await expect.poll(ask).toBe(200);
    const answers = await Promise.all(held);
    expect(answers.every(({ closed }) => closed)).toBe(true);
  });
});

describe('a body over the limit', () => {
  it('is refused by its announced length before any of it was sent', async () => {
    const { statuses, text } = await speak(
      gateway.url,
      request(['content-type: application/json', 'content-length: 900000000'], ''),
    );
    expect(statuses).toEqual([413]);
    expect(text).toContain('request_too_large');
  });

  it.each(['/v1/chat/completions', '/mcp', '/v1/images/edits'])(
    'is refused as soon as it is over, not when it ends, on %s',
    async (path) => {
      const type = path.endsWith('edits') ? 'multipart/form-data; boundary=B' : 'application/json';
      const head = request([`content-type: ${type}`, 'transfer-encoding: chunked'], '').replace(
        '/v1/chat/completions',
        path,
      );
      const piece = Buffer.alloc(65_536, path.endsWith('edits') ? 'x' : ' ');
      let sent = 0;
      const { statuses } = await speak(
        gateway.url,
        (socket) => {
          socket.write(head);
          if (path.endsWith('edits')) {
            const start = '--B\r\ncontent-disposition: form-data; name="image"; filename="a"\r\n\r\n';
            socket.write(`${start.length.toString(16)}\r\n${start}\r\n`);
          }
          const more = setInterval(() => {
            sent += piece.length;
            socket.write(`${piece.length.toString(16)}\r\n`);
            socket.write(piece);
            socket.write('\r\n');
          }, 5);
          socket.once('data', () => clearInterval(more));
          socket.once('close', () => clearInterval(more));
        },
        800,
      );
      expect(statuses).toEqual([413]);
      expect(sent).toBeLessThan(20 * 1_048_576);
    },
  );
});
