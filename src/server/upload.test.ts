import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { GatewayError } from '../contract/error.ts';
import { shortUpload, uploadOf } from './upload.ts';

const inPieces = (request: IncomingMessage, patienceMs: number) =>
  Array.fromAsync(uploadOf(request, patienceMs));

/** What becomes of an upload. @param send writes the body, whose announced length is 100 */
async function upload(
  patienceMs: number,
  send: (client: Socket) => void,
  read: (request: IncomingMessage, patienceMs: number) => Promise<unknown> = inPieces,
): Promise<unknown> {
  const { promise: outcome, resolve } = Promise.withResolvers<unknown>();
  const server = createServer((request) => resolve(read(request, patienceMs).catch((error) => error)));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => {});
  client.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n');
  send(client);
  const result = await outcome;
  client.destroy();
  server.close();
  return result;
}

it('gives up on a client that stops sending', async () => {
  const error = await upload(50, (client) => client.write('half'));
  expect(error).toBeInstanceOf(GatewayError);
  expect(error).toMatchObject({ code: 'client_closed' });
});

it('gives up on a client that only drips, however regularly', async () => {
  const error = await upload(400, (client) => {
    const dripping = setInterval(() => client.write('x'), 20);
    client.once('close', () => clearInterval(dripping));
  });
  expect(error).toMatchObject({ code: 'client_closed' });
});

it('takes a body that comes in pieces', async () => {
  const chunks = await upload(10_000, (client) => {
    for (let sent = 0; sent < 10; sent += 1) setTimeout(() => client.write('0123456789'), 20 * sent);
  });
  expect(Buffer.concat(chunks as Buffer[])).toHaveLength(100);
});

it('takes a short body as a whole, in however many pieces it comes', async () => {
  const send = (client: Socket): void => {
    for (let sent = 0; sent < 10; sent += 1) setTimeout(() => client.write('0123456789'), 20 * sent);
  };
  const whole = await upload(10_000, send, shortUpload);
  expect(Buffer.from(whole as Uint8Array).toString()).toBe('0123456789'.repeat(10));
});

it.each<[string, (client: Socket) => void]>([
  ['goes away', (client) => client.end('half')],
  ['resets the connection', (client) => void client.write('half', () => client.resetAndDestroy())],
  ['takes too long', (client) => client.write('half')],
])('gives up on a short body whose client %s', async (_, send) => {
  expect(await upload(100, send, shortUpload)).toMatchObject({ code: 'client_closed' });
});
