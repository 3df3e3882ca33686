import { sessionRoutes } from '../contract/session.ts';
import { storedLogo } from '../operations/logo.ts';
import type { Settings } from '../operations/settings-store.ts';
import { type Handler, handle } from '../serving/handler.ts';
import { clearSessionCookie } from '../serving/session-cookie.ts';
import { enter } from './enter.ts';
import { isOidcReady } from './oidc.ts';
import type { People } from './people.ts';

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
