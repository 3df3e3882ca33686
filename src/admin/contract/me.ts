import * as z from 'zod';
import { password, personName, time } from './person.ts';
import { route } from './route.ts';

const scopes = z.array(z.string());

export const me = z
  .object({
    kind: z.enum(['user', 'key']),
    id: z.string(),
    name: z.string(),
    email: z.string().nullable().meta({ description: 'Null for keys.' }),
    role: z.string().nullable().meta({ description: 'Id of the role in the whole installation.' }),
    scopes: scopes.meta({ description: 'Allowed in the whole installation, and so in every project.' }),
    projects: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          timeZone: z.string(),
          archived: z.boolean(),
          role: z.string().nullable().meta({ description: 'Id of the role in this project.' }),
          scopes: scopes.meta({ description: 'Allowed in this project, all in all.' }),
        }),
      )
      .meta({ description: 'Those that may be seen, by name.' }),
    hasPassword: z.boolean(),
  })
  .meta({ id: 'Me' });

export const session = z
  .object({
    id: z.string(),
    current: z.boolean().meta({ description: 'The one this call was made in.' }),
    ip: z.string(),
    userAgent: z.string(),
    createdAt: time,
    seenAt: time.meta({ description: 'Unix milliseconds, to the minute.' }),
    expiresAt: time,
  })
  .meta({ id: 'Session' });

export const meRoutes = {
  me: route({
    id: 'getMe',
    method: 'GET',
    path: '/me',
    summary: 'Who is calling, and what they may do where',
    tag: 'me',
    access: 'signed-in',
    reply: me,
  }),
  update: route({
    id: 'updateMe',
    method: 'PATCH',
    path: '/me',
    summary: "Change one's own name",
    tag: 'me',
    access: 'signed-in',
    body: z.strictObject({ name: personName }),
    reply: me,
  }),
  changePassword: route({
    id: 'changeMyPassword',
    method: 'POST',
    path: '/me/password',
    summary: "Change one's own password; ends all other sessions",
    tag: 'me',
    access: 'signed-in',
    body: z.strictObject({
      current: z.string().max(200).optional().meta({ description: 'Needed where there is one.' }),
      password,
    }),
  }),
  sessions: route({
    id: 'listMySessions',
    method: 'GET',
    path: '/me/sessions',
    summary: 'Browsers one is signed in with, newest first',
    tag: 'me',
    access: 'signed-in',
    reply: z.object({ items: z.array(session) }),
  }),
  endSession: route({
    id: 'endMySession',
    method: 'DELETE',
    path: '/me/sessions/{id}',
    summary: 'Sign out elsewhere',
    tag: 'me',
    access: 'signed-in',
    params: z.object({ id: z.string() }),
  }),
  endOtherSessions: route({
    id: 'endMyOtherSessions',
    method: 'DELETE',
    path: '/me/sessions',
    summary: 'Sign out everywhere else',
    tag: 'me',
    access: 'signed-in',
    reply: z.object({ ended: z.number().int() }),
  }),
};
