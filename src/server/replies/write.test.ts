import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { undisturbed } from '../../../test/timing/undisturbed.ts';
import { bodyOf, type WireBody } from '../../wire/wire-body.ts';
import { writeBody } from './write.ts';

const MIB = 1_048_576;
const BODY: WireBody = bodyOf(Array.from({ length: 32 }, () => Buffer.alloc(MIB)));

/** Whether a client got the whole body. @param take reads, or does not */
async function send(patienceMs: number, take: (client: Socket) => void): Promise<boolean> {
  const { promise: answering, resolve } = Promise.withResolvers<ServerResponse>();
  const server = createServer((_request, response) => resolve(response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => {});
  client.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  take(client);
  const response = await answering;
  response.writeHead(200, { 'content-length': String(BODY.length) });
  await writeBody(response, BODY, patienceMs);
  const whole = !response.destroyed;
  response.end();
  client.destroy();
  server.close();
  return whole;
}

it('leaves a client that takes nothing', async () => {
  expect(await send(200, (client) => client.pause())).toBe(false);
});

it('does not leave one that is slow', () =>
  undisturbed(100, async () => {
    const whole = await send(400, (client) => {
      let taken = 0;
      client.on('data', (chunk: Buffer) => {
        taken += chunk.length;
        if (taken < 8 * MIB) return;
        taken = 0;
        client.pause();
        setTimeout(() => client.resume(), 200);
      });
    });
    expect(whole).toBe(true);
  }));
