import * as z from 'zod';
import { route } from './route.ts';

/** What a page of the console is told when signing in elsewhere did not work: `/sign-in?problem=…`. */
export const OIDC_PROBLEMS = [
  /** The provider could not be reached, or what it said was wrong; the gateway's log has more. */
  'oidc-failed',
  /** The person turned it down, or the provider did. */
  'oidc-refused',
  /** It took too long, or began in another browser. */
  'oidc-expired',
  /** The provider vouches for no e-mail address. */
  'oidc-no-email',
  /** Addresses of that domain may not sign in. */
  'oidc-domain',
  /** Neither an account nor an invitation. */
  'oidc-not-invited',
  /** The account is disabled. */
  'oidc-disabled',
] as const;

export const oidcRoutes = {
  start: route({
    id: 'startOidc',
    method: 'GET',
    path: '/oidc/start',
    summary: 'Sign in through the OpenID Connect provider: a link for browsers',
    tag: 'session',
    access: 'anyone',
    query: z.object({
      return: z
        .string()
        .max(500)
        .regex(/^\/(?![/\\])/, 'must be a path of the console')
        .default('/')
        .meta({ description: 'Where to go afterwards.' }),
    }),
    status: 302,
    produces: 'text/html',
  }),
  callback: route({
    id: 'finishOidc',
    method: 'GET',
    path: '/oidc/callback',
    summary: 'Where the provider sends browsers back to; sets the session cookie',
    tag: 'session',
    access: 'anyone',
    audited: true,
    query: z.looseObject({
      code: z.string().optional(),
      state: z.string().optional(),
      error: z.string().optional(),
    }),
    status: 302,
    produces: 'text/html',
  }),
};
