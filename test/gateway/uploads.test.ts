import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './kept-pictures.ts';
import { startGateway, type TestGateway } from './start.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ channels: [{ name: 'demo', type: 'demo' }], server: { body_limit_mb: 2 } });
});
afterAll(() => gateway.close());

function head(
  length: number,
  { key = gateway.key, type = 'application/json', path = '/v1/chat/completions' } = {},
) {
  return [
    `POST ${path} HTTP/1.1`,
    'host: gateway',
    `authorization: Bearer ${key}`,
    `content-type: ${type}`,
    `content-length: ${length}`,
    '\r\n',
  ].join('\r\n');
}

/** Everything that comes back to a client that reads only when it has sent all it has. */
function sendThenRead(...pieces: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  for (const piece of pieces) socket.write(piece);
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.write('', () => {
      socket.end();
      resolve(text(socket));
    });
  });
}

const LENGTH = 24_000_000;

describe('a client that is refused while it still uploads', () => {
  it('learns that its body is too large', async () => {
    expect(await sendThenRead(head(LENGTH), Buffer.alloc(LENGTH, 'x'))).toMatch(
      /^HTTP\/1.1 413 [\s\S]*request_too_large/,
    );
  });

  it('learns that its key is wrong', async () => {
    const answer = await sendThenRead(head(LENGTH, { key: 'ah-wrong' }), Buffer.alloc(LENGTH, 'x'));
    expect(answer).toMatch(/^HTTP\/1.1 401 [\s\S]*invalid_api_key/);
  });

  it('learns it also when it wants the connection closed', async () => {
    const asked = head(LENGTH).replace('host:', 'connection: close\r\nhost:');
    expect(await sendThenRead(asked, Buffer.alloc(LENGTH, 'x'))).toMatch(
      /^HTTP\/1.1 413 [\s\S]*request_too_large/,
    );
  });

  it('learns that its form is too large although it did not say how large', async () => {
    const chunk = Buffer.alloc(1_000_000, 'x');
    const part = '--B\r\ncontent-disposition: form-data; name="image"; filename="a.png"\r\n\r\n';
    const answer = await sendThenRead(
      head(0, { type: 'multipart/form-data; boundary=B', path: '/v1/images/edits' }).replace(
        'content-length: 0',
        'transfer-encoding: chunked',
      ),
      `${part.length.toString(16)}\r\n${part}\r\n`,
      ...Array.from({ length: 24 }, () => [`${chunk.length.toString(16)}\r\n`, chunk, '\r\n']).flat(),
      '0\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1.1 413 [\s\S]*request_too_large/);
  });
});

it('an upload that breaks off is the client’s leaving, not a fault of the gateway', async () => {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.write(`${head(1_000)}{"model":`);
  const tell = async (metric: string): Promise<boolean> =>
    (await (await fetch(`${gateway.url}/metrics`)).text()).includes(metric);
  await eventually(() => tell('axonhub_requests_in_flight 1'));
  socket.destroy();
  await eventually(() => tell('axonhub_requests_total{dialect="openai-chat",status="499"} 1'));
  expect(gateway.log()).not.toContain('"code":"internal"');
});
