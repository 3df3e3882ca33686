import * as z from 'zod';
import { me } from './me.ts';
import { password, personName, time } from './person.ts';
import { route } from './route.ts';

const token = z.string().max(100).meta({ description: 'What stands behind the `#` of the link.' });

/** Shown to whoever made it, once. */
export const link = z
  .object({
    url: z.string().meta({ description: 'To be handed over; works once.' }),
    token,
    expiresAt: time,
  })
  .meta({ id: 'Link' });

export const linkRoutes = {
  look: route({
    id: 'lookAtLink',
    method: 'POST',
    path: '/links/look',
    summary: 'Whom a link is for; does not use it up',
    tag: 'links',
    access: 'anyone',
    audited: false,
    body: z.strictObject({ token }),
    reply: z.object({
      kind: z.enum(['join', 'new-password']),
      email: z.string(),
      name: z.string().nullable().meta({ description: 'Null for those who are to join.' }),
      expiresAt: time,
    }),
  }),
  use: route({
    id: 'useLink',
    method: 'POST',
    path: '/links/use',
    summary: 'Join, or choose a new password; answers with the session cookie',
    tag: 'links',
    access: 'anyone',
    body: z.strictObject({
      token,
      name: personName.optional().meta({ description: 'Needed by those who join.' }),
      password,
    }),
    reply: me,
  }),
};
