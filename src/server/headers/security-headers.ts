import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * On every answer, whoever writes it: nothing here is a page, may be framed, guessed at or kept by a cache, or tells other sites
 * where it was linked from. Routes that serve something else (pictures, the console) replace what they need to.
 */
export const SECURITY_HEADERS: readonly (readonly [name: string, value: string])[] = [
  ['x-content-type-options', 'nosniff'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ['cross-origin-resource-policy', 'same-origin'],
  ['referrer-policy', 'no-referrer'],
  ['cache-control', 'no-store'],
];

/** Listens to requests before the router does: what that refuses by itself has the headers too. */
export function addSecurityHeaders(_request: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of SECURITY_HEADERS) response.setHeader(name, value);
}
