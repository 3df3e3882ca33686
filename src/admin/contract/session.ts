import * as z from 'zod';
import { me } from './me.ts';
import { route } from './route.ts';

export const sessionRoutes = {
  options: route({
    id: 'getSignInOptions',
    method: 'GET',
    path: '/sign-in',
    summary: 'How people can sign in here',
    tag: 'session',
    access: 'anyone',
    reply: z.object({
      name: z.string().meta({ description: 'How this installation calls itself.' }),
      oidc: z
        .object({ label: z.string() })
        .nullable()
        .meta({ description: 'Signing in elsewhere, by going to `/admin/oidc/start`.' }),
      message: z.string().nullable().meta({ description: 'To whoever signs in, as plain text.' }),
      accent: z.string().nullable().meta({ description: 'Colour of buttons and links, as `#4f46e5`.' }),
      logo: z.string().nullable().meta({ description: 'Where the logo is found, as `/admin/logo?v=…`.' }),
    }),
  }),
  signIn: route({
    id: 'signIn',
    method: 'POST',
    path: '/session',
    summary: 'Sign in with a password; answers with the session cookie',
    tag: 'session',
    access: 'anyone',
    body: z.strictObject({
      email: z.string().trim().toLowerCase().max(254),
      password: z.string().max(1_000),
    }),
    reply: me,
  }),
  signOut: route({
    id: 'signOut',
    method: 'DELETE',
    path: '/session',
    summary: 'Sign out',
    tag: 'session',
    access: 'anyone',
  }),
};
