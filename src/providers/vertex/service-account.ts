import { createSign } from 'node:crypto';
import * as z from 'zod';
import { GatewayError } from '../../contract/error.ts';
import type { AuthorizeIo, Reply, Token } from '../../contract/provider.ts';
import { asNumber, asString, member } from '../../contract/tree.ts';

/** The key file of a service account, as Google Cloud hands it out. */
const keyFile = z.object({
  client_email: z.string(),
  private_key: z.string(),
  private_key_id: z.string().optional(),
  token_uri: z.url().default('https://oauth2.googleapis.com/token'),
});

export type ServiceAccount = z.output<typeof keyFile>;

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const LIFETIME_SECONDS = 3_600;
/** A token is replaced this long before it expires: a call may wait for a connection. */
const MARGIN_MS = 60_000;

/** Reads a key file's text; throws `upstream_auth` where it is none. */
export function readServiceAccount(text: string): ServiceAccount {
  try {
    return keyFile.parse(JSON.parse(text));
  } catch {
    throw refused("the channel's key is no key file of a service account");
  }
}

/** An access token, the current one while it lasts. */
export const accessToken = (account: ServiceAccount, io: AuthorizeIo): Promise<string> =>
  io.token(`${account.client_email} ${account.private_key_id ?? ''}`, () => fetchToken(account, io));

/** RFC 7523: a JWT that the account signs for itself buys an access token. */
async function fetchToken(account: ServiceAccount, io: AuthorizeIo): Promise<Token> {
  const now = io.now();
  const grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  const fields = { grant_type: grant, assertion: signJwt(account, Math.floor(now / 1000)) };
  const reply = await io.send({
    method: 'POST',
    path: account.token_uri,
    body: { kind: 'urlencoded', fields },
  });
  const value = asString(member(reply.tree, 'access_token'));
  if (reply.status >= 400 || value === undefined) throw notGranted(reply);
  const seconds = asNumber(member(reply.tree, 'expires_in')) ?? LIFETIME_SECONDS;
  return { value, expires: now + seconds * 1000 - MARGIN_MS };
}

function signJwt(account: ServiceAccount, now: number): string {
  const { client_email: iss, private_key: key, private_key_id: kid, token_uri: aud } = account;
  const header = { alg: 'RS256', typ: 'JWT', ...(kid !== undefined && { kid }) };
  const claims = { iss, scope: SCOPE, aud, iat: now, exp: now + LIFETIME_SECONDS };
  const content = [header, claims].map((part) => base64url(JSON.stringify(part))).join('.');
  try {
    return `${content}.${createSign('RSA-SHA256').update(content).sign(key, 'base64url')}`;
  } catch (error) {
    throw refused('the private key of the service account cannot be read', error);
  }
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url');

function notGranted({ status, tree, text }: Reply): GatewayError {
  const said = asString(member(tree, 'error_description')) ?? asString(member(tree, 'error')) ?? text;
  if (status < 500) return refused(`no access token (${status}): ${said ?? ''}`);
  return new GatewayError('upstream_unavailable', 'The token service of the upstream is down.', {
    retry: 'next-target',
    internal: said ?? '',
  });
}

const refused = (internal: string, cause?: unknown): GatewayError =>
  new GatewayError(
    'upstream_auth',
    "The upstream refused the channel's credentials.",
    { retry: 'next-target', internal },
    cause,
  );
