import type { CallFacts } from './handler.ts';

interface Cookie {
  readonly name: string;
  /** Below which it is sent. */
  readonly path: string;
}

const SESSION: Cookie = { name: 'axonhub_session', path: '/' };

/** The value that a browser sent. */
export const cookieOf = (headers: CallFacts['headers'], name: string): string | undefined =>
  new RegExp(`(?:^|;\\s*)${name}=([\\w.-]+)`).exec(String(headers.cookie ?? ''))?.[1];

/** @param seconds how long the browser keeps it */
export function setCookie(call: CallFacts, { name, path }: Cookie, value: string, seconds: number): void {
  // Lax, so that links to the console in mails work; pages of others are kept from changing anything by `same-origin.ts`.
  const secure = call.origin.startsWith('https:') ? '; Secure' : '';
  const age = Math.floor(seconds);
  call.setHeader(
    'set-cookie',
    `${name}=${value}; Path=${path}; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}`,
  );
}

export const clearCookie = (call: CallFacts, cookie: Cookie): void => setCookie(call, cookie, '', 0);

/** The session's token that a browser sent. */
export const sessionToken = (headers: CallFacts['headers']): string | undefined =>
  cookieOf(headers, SESSION.name);

export const setSessionCookie = (call: CallFacts, token: string, seconds: number): void =>
  setCookie(call, SESSION, token, seconds);

export const clearSessionCookie = (call: CallFacts): void => clearCookie(call, SESSION);
