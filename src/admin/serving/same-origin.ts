import type { CallFacts } from './handler.ts';

/**
 * What a browser says about the page a call comes from. `unknown`: nothing is said, as by programs and by very old browsers.
 * A page cannot set these headers.
 * @param publicUrl how clients reach the gateway, if that was configured
 */
export function pageOrigin(
  headers: CallFacts['headers'],
  publicUrl: string | undefined,
): 'own' | 'foreign' | 'unknown' {
  const site = headers['sec-fetch-site'];
  if (site === 'same-origin') return 'own';
  const { origin } = headers;
  if (typeof origin === 'string') return isOwn(origin, headers, publicUrl) ? 'own' : 'foreign';
  return site === undefined || site === 'none' ? 'unknown' : 'foreign';
}

/** The scheme does not count where the host is the same: behind a proxy the gateway may see another one. */
function isOwn(origin: string, headers: CallFacts['headers'], publicUrl: string | undefined): boolean {
  const host = URL.parse(origin)?.host;
  if (host === undefined || host === '') return false;
  return host === headers.host?.toString().toLowerCase() || host === URL.parse(publicUrl ?? '')?.host;
}
