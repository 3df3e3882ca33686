import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type AccountClaims, type Configuration } from 'oidc-provider';

/** A real OpenID Connect server, `oidc-provider`, that asks nobody for a password. */
export interface OpenIdServer {
  readonly url: string;
  /** Who sits before it; undefined: somebody who presses "cancel". */
  person: AccountClaims | undefined;
  /** Times that a code was exchanged. */
  readonly exchanges: () => number;
  close(): Promise<void>;
}

export const CLIENT = { id: 'axonhub', secret: 'a secret of the gateway and the provider' };

/** @param redirectUri of the gateway */
export async function startOpenIdServer(redirectUri: string): Promise<OpenIdServer> {
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  let exchanges = 0;
  const server: OpenIdServer = {
    url,
    person: undefined,
    exchanges: () => exchanges,
    close: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  const provider = new Provider(url, configuration(server, redirectUri));
  provider.on('grant.success', () => {
    exchanges += 1;
  });
  const serve = provider.callback();
  http.on('request', (request, response) => {
    if (request.url?.startsWith('/interaction/')) void interact(provider, server, request, response);
    else serve(request, response);
  });
  return server;
}

function configuration(server: OpenIdServer, redirectUri: string): Configuration {
  return {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['a key of the tests'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ ...server.person, sub }),
    }),
    // Everybody consents to everything.
    loadExistingGrant: async ({ oidc }) => {
      const { client, session, provider } = oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    ttl: { Session: 60, Interaction: 60, Grant: 60, AccessToken: 60, IdToken: 60, AuthorizationCode: 60 },
  };
}

async function interact(
  provider: Provider,
  { person }: OpenIdServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const result = person
    ? { login: { accountId: person.sub, remember: false } }
    : { error: 'access_denied', error_description: 'somebody pressed cancel' };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}
