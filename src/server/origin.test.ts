import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { clientOrigin } from './origin.ts';

const from = (host: string | undefined) =>
  clientOrigin({ headers: { host }, socket: { localPort: 8090 } } as unknown as IncomingMessage);

describe('the address in links', () => {
  it.each(['localhost:8090', '127.0.0.1:80', 'gateway.example', '[::1]:8090'])(
    'is the one the client used: %s',
    (host) => {
      expect(from(host)).toBe(`http://${host}`);
    },
  );

  it.each([undefined, '', 'evil.example/path', 'a b', 'x@y', 'host:port', '"><script>'])(
    'is the gateway’s own where the header is none: %s',
    (host) => {
      expect(from(host)).toBe('http://localhost:8090');
    },
  );
});
