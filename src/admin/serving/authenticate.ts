import type { IncomingMessage } from 'node:http';
import { presentedKey } from '../../accounts/gateway-key.ts';
import type { Caller, Keyring } from '../../accounts/keyring.ts';
import type { Sessions } from '../../accounts/sessions.ts';
import { GatewayError } from '../../contract/error.ts';
import type { UserRecords } from '../../storage/ports.ts';
import { type Access, grantable } from './access.ts';
import type { Actor } from './actor.ts';
import type { AdminOptions } from './options.ts';
import { pageOrigin } from './same-origin.ts';
import { sessionToken } from './session-cookie.ts';

export interface AuthenticateParts {
  readonly sessions: Pick<Sessions, 'find'>;
  readonly users: Pick<UserRecords, 'find'>;
  readonly access: Access;
  readonly keyring: Pick<Keyring, 'authenticate'>;
  readonly publicUrl?: string | undefined;
}

/**
 * Recognises programs by their key and people by their session. Calls that change something must not come from pages of others: the
 * browser has to say that it was one of ours wherever the cookie is what counts, and may not say otherwise where nobody is signed in.
 * A key is sent on purpose, and never by a browser alone.
 */
export function createAuthenticate(parts: AuthenticateParts): AdminOptions['authenticate'] {
  const { publicUrl, keyring } = parts;
  return async ({ headers }, { changes, ip }) => {
    const { authorization } = headers;
    const key = authorization === undefined ? undefined : presentedKey({ authorization }, '');
    if (key !== undefined) return keyActor(await keyring.authenticate(key, ip));
    const page = changes ? pageOrigin(headers, publicUrl) : 'own';
    if (page === 'foreign') throw refusal('A page of another site may not do this.');
    const actor = await signedIn(parts, headers);
    if (actor && page !== 'own') {
      throw refusal('With a session cookie, changes need the header Origin; programs use a key instead.');
    }
    return actor;
  };
}

/** Scopes of projects count in the key's own, wherever its maker had them. */
function keyActor({ keyId, keyName, project, scopes }: Caller): Actor {
  const held = grantable(scopes, 'system');
  const ofProject = new Set(grantable(scopes, 'project'));
  if (held.length === 0) throw refusal('This key has no admin scopes.');
  return {
    kind: 'key',
    id: keyId,
    name: keyName,
    system: new Set(held.filter((scope) => !ofProject.has(scope))),
    projects: new Map([[project, ofProject]]),
  };
}

async function signedIn(
  { sessions, users, access }: AuthenticateParts,
  headers: IncomingMessage['headers'],
): Promise<Actor | undefined> {
  const token = sessionToken(headers);
  const session = token === undefined ? undefined : await sessions.find(token);
  const user = session && (await users.find(session.userId));
  return user?.enabled ? access.actorOf(user, session?.id) : undefined;
}

const refusal = (message: string): GatewayError => new GatewayError('permission_denied', message);
