import { describe, expect, it } from 'vitest';
import { callUrl } from './call-url.ts';

const HOSTS = ['*.acme.ai'];
const goesTo = (base: string, path: string, hosts = HOSTS) => callUrl(base, path, hosts).href;

describe('the address of a call', () => {
  it('is the base URL with the path behind it', () => {
    expect(goesTo('https://api.acme.ai/v1', '/draw?x=1')).toBe('https://api.acme.ai/v1/draw?x=1');
  });

  it('may be a whole URL on the same origin, whatever its host', () => {
    expect(goesTo('http://127.0.0.1:7860/v1', 'http://127.0.0.1:7860/jobs/1', [])).toBe(
      'http://127.0.0.1:7860/jobs/1',
    );
  });

  it("may be on another of the provider's hosts", () => {
    expect(goesTo('https://api.acme.ai/v1', 'https://api.us1.acme.ai/v1/jobs/1')).toBe(
      'https://api.us1.acme.ai/v1/jobs/1',
    );
  });

  it.each([
    ['a stranger', 'https://api.acme.ai/v1', 'https://evil.example/v1'],
    ['a host that only ends alike', 'https://api.acme.ai/v1', 'https://notacme.ai/v1'],
    ['the name hidden in a user', 'https://api.acme.ai/v1', 'https://api.acme.ai@evil.example/v1'],
    ['the name in front', 'https://api.acme.ai/v1', 'https://api.acme.ai.evil.example/v1'],
    ['an unencrypted connection', 'https://api.acme.ai/v1', 'http://api.us1.acme.ai/v1'],
    ['another port', 'https://api.acme.ai/v1', 'https://api.us1.acme.ai:8443/v1'],
    ["the provider, with a relay's key", 'https://relay.example/v1', 'https://api.acme.ai/v1'],
  ])('never is %s', (_what, base, path) => {
    expect(() => goesTo(base, path)).toThrow('outside of its own service');
  });
});
