import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it } from 'vitest';
import { GatewayError } from '../contract/error.ts';
import { uploadOf } from './upload.ts';

it('gives up on a client that stops sending', async () => {
  const { promise: outcome, resolve } = Promise.withResolvers<unknown>();
  const server = createServer((request) =>
    resolve(Array.fromAsync(uploadOf(request, 50)).catch((error) => error)),
  );
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf');
  const error = await outcome;
  expect(error).toBeInstanceOf(GatewayError);
  expect(error).toMatchObject({ code: 'client_closed' });
  client.destroy();
  server.close();
});
