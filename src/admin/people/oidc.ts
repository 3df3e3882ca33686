import type { OpenId, OpenIdClient, OpenIdFlow } from '../../accounts/openid.ts';
import type { Sealer } from '../../accounts/sealer.ts';
import { GatewayError } from '../../contract/error.ts';
import type { OIDC_PROBLEMS } from '../contract/oidc.ts';
import { oidcRoutes } from '../contract/oidc.ts';
import type { Settings } from '../operations/settings-store.ts';
import { type CallFacts, type Handler, handle, type RawReply } from '../serving/handler.ts';
import { clearCookie, cookieOf, setCookie } from '../serving/session-cookie.ts';
import { enter } from './enter.ts';
import { OidcProblem, userOf } from './oidc-user.ts';
import type { People } from './people.ts';

interface OidcParts {
  readonly openId: OpenId;
  readonly settings: Settings;
  readonly sealer: Sealer;
  /** Told what an operator has to know of a failure. */
  readonly onTrouble: (error: GatewayError) => void;
}

/** Lies in the browser that began, so that nobody can be made to finish what somebody else began. */
const COOKIE = { name: 'axonhub_oidc', path: '/admin/oidc' };
const PLACE = { purpose: 'oidc-flow', owner: 'cookie' };
const LIFETIME_MS = 10 * 60_000;

interface KeptFlow extends OpenIdFlow {
  readonly returnTo: string;
  readonly startedAt: number;
}

export function oidcHandlers(people: People, { openId, settings, sealer, onTrouble }: OidcParts): Handler[] {
  const client = (): OpenIdClient => configured(settings);
  const guarded = async (call: CallFacts, work: () => Promise<RawReply>): Promise<RawReply> => {
    try {
      return await work();
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem === 'oidc-failed') onTrouble(GatewayError.from(thrown));
      call.note({ problem });
      return redirect(`${call.origin}/sign-in?problem=${problem}`);
    }
  };
  return [
    handle(oidcRoutes.start, ({ call, query }) =>
      guarded(call, async () => {
        const { url, flow } = await openId.begin(client(), callbackUrl(call));
        const kept: KeptFlow = { ...flow, returnTo: query.return, startedAt: people.now() };
        setCookie(call, COOKIE, sealer.seal(JSON.stringify(kept), PLACE), LIFETIME_MS / 1000);
        return redirect(url);
      }),
    ),
    handle(oidcRoutes.callback, ({ call, query }) =>
      guarded(call, async () => {
        const flow = keptFlow(sealer, call, people.now());
        clearCookie(call, COOKIE);
        const returned = new URL(callbackUrl(call));
        for (const [name, value] of Object.entries(query)) returned.searchParams.append(name, String(value));
        const person = await openId.finish(client(), flow, returned);
        const user = await userOf(people, settings.get('oidc'), person);
        await enter(people, call, user);
        return redirect(`${call.origin}${flow.returnTo}`);
      }),
    ),
  ];
}

/** The settings allow it, and say all that is needed. @throws GatewayError `not_found` */
function configured(settings: Settings): OpenIdClient {
  const { issuer, clientId, clientSecret, scopes } = settings.get('oidc');
  if (isOidcReady(settings) && issuer !== null && clientId !== null)
    return { issuer, clientId, clientSecret, scopes };
  throw new GatewayError('not_found', 'Signing in elsewhere is not set up here.');
}

export function isOidcReady(settings: Settings): boolean {
  const { enabled, issuer, clientId } = settings.get('oidc');
  return enabled && issuer !== null && clientId !== null;
}

function keptFlow(sealer: Sealer, { headers }: CallFacts, now: number): KeptFlow {
  try {
    const flow = JSON.parse(sealer.open(cookieOf(headers, COOKIE.name) ?? '', PLACE)) as KeptFlow;
    if (now - flow.startedAt < LIFETIME_MS) return flow;
  } catch {
    // Said below.
  }
  throw new OidcProblem('oidc-expired');
}

function problemOf(thrown: unknown): (typeof OIDC_PROBLEMS)[number] {
  if (thrown instanceof OidcProblem) return thrown.problem;
  const { code } = GatewayError.from(thrown);
  return code === 'permission_denied' ? 'oidc-refused' : 'oidc-failed';
}

const callbackUrl = ({ origin }: CallFacts): string => `${origin}/admin/oidc/callback`;
const redirect = (location: string): RawReply => ({ body: '', headers: { location } });
