import type { FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { clientOrigin } from './origin.ts';

const raw = { socket: { localPort: 8090 } } as FastifyRequest['raw'];
const from = (host: string | undefined, protocol: 'http' | 'https' = 'http') =>
  clientOrigin({ host: host as string, protocol, raw });

describe('the address in links', () => {
  it.each(['localhost:8090', '127.0.0.1:80', 'gateway.example', '[::1]:8090'])(
    'is the one the client used: %s',
    (host) => {
      expect(from(host)).toBe(`http://${host}`);
    },
  );

  it('has the scheme that a trusted proxy names', () => {
    expect(from('gateway.example', 'https')).toBe('https://gateway.example');
  });

  it.each([undefined, '', 'evil.example/path', 'a b', 'x@y', 'host:port', '"><script>'])(
    'is the gateway’s own where the header is none: %s',
    (host) => {
      expect(from(host)).toBe('http://localhost:8090');
    },
  );
});
