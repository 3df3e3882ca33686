import type { CallFacts } from './handler.ts';

const NAME = 'axonhub_session';

/** The token that a browser sent. */
export const sessionToken = (headers: CallFacts['headers']): string | undefined =>
  new RegExp(`(?:^|;\\s*)${NAME}=([\\w-]+)`).exec(String(headers.cookie ?? ''))?.[1];

/** @param seconds how long the browser keeps it */
export function setSessionCookie(call: CallFacts, token: string, seconds: number): void {
  // Lax, so that links to the console in mails work; pages of others are kept from changing anything by `same-origin.ts`.
  const secure = call.origin.startsWith('https:') ? '; Secure' : '';
  call.setHeader(
    'set-cookie',
    `${NAME}=${token}; Path=/; Max-Age=${Math.floor(seconds)}; HttpOnly; SameSite=Lax${secure}`,
  );
}

export const clearSessionCookie = (call: CallFacts): void => setSessionCookie(call, '', 0);
