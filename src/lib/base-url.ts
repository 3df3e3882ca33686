/**
 * The base URL a channel calls, without a trailing slash. Where the given one stops before the provider's own
 * version suffix (`https://host` or `https://host/api` for a provider at `/api/v1`), the suffix is added.
 * A standard one with `{names}` in it has to be given. Throws a TypeError with a public message.
 */
export function resolveBaseUrl(given: string | undefined, standard: string): string {
  if (given === undefined) {
    if (standard.includes('{')) throw new TypeError(`is required, as ${standard}`);
    return standard.replace(/\/+$/, '');
  }
  const url = URL.parse(given);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new TypeError('must be an http(s) URL');
  if (url.username || url.password) throw new TypeError('must not hold a user or a password');
  if (url.search || url.hash) throw new TypeError('must not hold a query or a fragment');
  const own = url.pathname.replace(/\/+$/, '');
  const usual = (URL.parse(standard.replace(/[{}]/g, ''))?.pathname ?? '').replace(/\/+$/, '');
  return url.origin + (`${usual}/`.startsWith(`${own}/`) ? usual : own);
}
