import { GatewayError } from '../contract/error.ts';

/** How the provider knows this gateway. */
export interface OpenIdClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly scopes: readonly string[];
}

/** What has to be remembered while somebody is at the provider. */
export interface OpenIdFlow {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE. */
  readonly verifier: string;
}

/** Whom the provider vouches for. */
export interface OpenIdPerson {
  readonly issuer: string;
  readonly subject: string;
  /** In lower case. */
  readonly email: string | undefined;
  readonly emailVerified: boolean;
  readonly name: string | undefined;
}

/** Signing in through an OpenID Connect provider: authorization code, PKCE, state and nonce. */
export interface OpenId {
  /** @throws GatewayError `upstream_unavailable` */
  begin(
    client: OpenIdClient,
    redirectUri: string,
  ): Promise<{ readonly url: string; readonly flow: OpenIdFlow }>;
  /**
   * @param returned where the provider sent the browser, with its query
   * @throws GatewayError `permission_denied` where provider or person refused, `upstream_error` where something is wrong
   */
  finish(client: OpenIdClient, flow: OpenIdFlow, returned: URL): Promise<OpenIdPerson>;
}

const TIMEOUT_SECONDS = 10;
/** What a provider says about itself is asked for again after this time. */
const FRESH_MS = 3_600_000;

type Library = typeof import('openid-client');
type Discovered = Awaited<ReturnType<Library['discovery']>>;

export function createOpenId(now: () => number = Date.now): OpenId {
  const discovered = new Map<string, { readonly provider: Promise<Discovered>; readonly at: number }>();

  const discover = async (library: Library, client: OpenIdClient): Promise<Discovered> => {
    const { issuer, clientId, clientSecret } = client;
    const key = JSON.stringify([issuer, clientId, clientSecret]);
    const known = discovered.get(key);
    if (known && now() - known.at < FRESH_MS) return known.provider;
    const server = new URL(issuer);
    const authentication = clientSecret === null ? library.None() : undefined;
    const provider = library.discovery(server, clientId, clientSecret ?? undefined, authentication, {
      timeout: TIMEOUT_SECONDS,
      // The settings allow plain HTTP on this machine only.
      execute: server.protocol === 'http:' ? [library.allowInsecureRequests] : [],
    });
    discovered.clear();
    discovered.set(key, { provider, at: now() });
    provider.catch(() => discovered.delete(key));
    return provider;
  };

  return {
    async begin(client, redirectUri) {
      const library = await load();
      const flow = {
        state: library.randomState(),
        nonce: library.randomNonce(),
        verifier: library.randomPKCECodeVerifier(),
      };
      const provider = await discover(library, client).catch((error) => {
        throw trouble('upstream_unavailable', 'The OpenID provider cannot be reached.', error);
      });
      const url = library.buildAuthorizationUrl(provider, {
        redirect_uri: redirectUri,
        scope: [...new Set(['openid', ...client.scopes])].join(' '),
        code_challenge: await library.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
        state: flow.state,
        nonce: flow.nonce,
      });
      return { url: url.href, flow };
    },
    async finish(client, flow, returned) {
      const library = await load();
      try {
        return await personOf(library, await discover(library, client), flow, returned);
      } catch (error) {
        if (error instanceof library.AuthorizationResponseError) {
          throw trouble('permission_denied', 'The OpenID provider did not let you in.', error);
        }
        throw trouble('upstream_error', 'What the OpenID provider said cannot be trusted.', error);
      }
    },
  };
}

/** Few need it, and it would make every start slower. */
const load = (): Promise<Library> => import('openid-client');

async function personOf(
  library: Library,
  provider: Discovered,
  { state, nonce, verifier }: OpenIdFlow,
  returned: URL,
): Promise<OpenIdPerson> {
  const tokens = await library.authorizationCodeGrant(provider, returned, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims) throw new Error('there is no ID token');
  const isMissing = claims.email === undefined && provider.serverMetadata().userinfo_endpoint !== undefined;
  const more = isMissing ? await library.fetchUserInfo(provider, tokens.access_token, claims.sub) : {};
  const { email, email_verified, name, preferred_username } = { ...claims, ...more } as Claims;
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email: textOf(email)?.toLowerCase(),
    emailVerified: email_verified === true || email_verified === 'true',
    name: textOf(name) ?? textOf(preferred_username),
  };
}

interface Claims {
  readonly email?: unknown;
  readonly email_verified?: unknown;
  readonly name?: unknown;
  readonly preferred_username?: unknown;
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

/** The library's messages are for operators. */
function trouble(
  code: 'upstream_unavailable' | 'upstream_error' | 'permission_denied',
  message: string,
  error: unknown,
) {
  const { message: said = '', cause } = error as Error;
  const reason = cause instanceof Error ? `${said}: ${cause.message}` : said;
  return new GatewayError(code, message, { internal: `OpenID: ${reason}` }, error);
}
