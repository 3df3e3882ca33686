import { sessionRoutes } from './contract/session.ts';
import { enter } from './enter.ts';
import { type Handler, handle } from './handler.ts';
import { storedLogo } from './logo.ts';
import { isOidcReady } from './oidc.ts';
import type { People } from './people.ts';
import { clearSessionCookie } from './session-cookie.ts';
import type { Settings } from './settings-store.ts';

export const sessionHandlers = (people: People, settings: Settings): Handler[] => [
  handle(sessionRoutes.options, async () => {
    const oidc = isOidcReady(settings) ? { label: settings.get('oidc').label } : null;
    const { name, accent, signInMessage: message } = settings.get('general');
    const logo = await storedLogo(people.records.settings);
    return { name, accent, message, oidc, logo: logo ? `/admin/logo?v=${logo.hash}` : null };
  }),
  handle(sessionRoutes.signIn, async ({ body, call }) => {
    // Whoever mistakes the fields types a password here.
    if (/^\S+@\S+\.\S+$/.test(body.email)) call.note({ email: body.email });
    const user = await people.signIn.byPassword({ ...body, ip: call.ip });
    return enter(people, call, user);
  }),
  handle(sessionRoutes.signOut, async ({ actor, call }) => {
    if (actor?.session !== undefined) await people.sessions.end(actor.id, actor.session);
    clearSessionCookie(call);
    return undefined;
  }),
];
