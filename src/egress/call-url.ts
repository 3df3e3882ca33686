import { GatewayError } from '../contract/error.ts';

/**
 * Where a call goes. `path` is appended to the base URL, or it is a whole URL, which must stay where the credentials belong:
 * on the channel's origin or, when that is one of the provider's own `hosts`, on another one of them.
 */
export function callUrl(baseUrl: string, path: string, hosts: readonly string[] = []): URL {
  if (!/^https?:\/\//i.test(path)) return new URL(baseUrl + path);
  const url = new URL(path);
  const base = new URL(baseUrl);
  if (url.origin === base.origin) return url;
  // A relay's key is none of the provider's business, so both ends must be the provider's.
  if (
    [base, url].every((end) => end.protocol === 'https:' && end.port === '' && isOneOf(end.hostname, hosts))
  )
    return url;
  throw new GatewayError('upstream_error', 'The upstream named an address outside of its own service.', {
    internal: `refused to send credentials to ${url.origin}`,
  });
}

/** `*.example.ai` is every host below example.ai, not example.ai itself. */
const isOneOf = (host: string, hosts: readonly string[]): boolean =>
  hosts.some((pattern) => (pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern));
