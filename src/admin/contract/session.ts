import { z } from 'zod';
import { me } from './me.ts';
import { route } from './route.ts';

export const sessionRoutes = {
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
