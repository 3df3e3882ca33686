import * as z from 'zod';
import { link } from './links.ts';
import { pageOf, pageQuery } from './page.ts';
import { email, personName, time } from './person.ts';
import { route } from './route.ts';

export const user = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.string().nullable().meta({ description: 'Id of a system role.' }),
    enabled: z.boolean(),
    hasPassword: z.boolean(),
    createdAt: time,
    signedInAt: time.nullable(),
  })
  .meta({ id: 'User' });

const params = z.object({ id: z.string() });

export const userRoutes = {
  list: route({
    id: 'listUsers',
    method: 'GET',
    path: '/users',
    summary: 'Users, newest first',
    tag: 'users',
    access: 'users:read',
    query: z.object({
      ...pageQuery,
      search: z.string().max(200).optional().meta({ description: 'Part of name or e-mail address.' }),
      role: z.string().max(100).optional(),
      enabled: z
        .enum(['true', 'false'])
        .transform((value) => value === 'true')
        .optional(),
    }),
    reply: pageOf(user),
  }),
  get: route({
    id: 'getUser',
    method: 'GET',
    path: '/users/{id}',
    summary: 'A user with their projects',
    tag: 'users',
    access: 'users:read',
    params,
    reply: user.extend({
      projects: z.array(z.object({ id: z.string(), name: z.string(), role: z.string() })),
    }),
  }),
  update: route({
    id: 'updateUser',
    method: 'PATCH',
    path: '/users/{id}',
    summary: 'Change a user; one who is disabled is out at once',
    tag: 'users',
    access: 'users:write',
    params,
    body: z.strictObject({
      name: personName.optional(),
      email: email.optional(),
      role: z.string().max(100).nullable().optional(),
      enabled: z.boolean().optional(),
    }),
    reply: user,
  }),
  delete: route({
    id: 'deleteUser',
    method: 'DELETE',
    path: '/users/{id}',
    summary: 'Delete a user with their sessions and memberships',
    tag: 'users',
    access: 'users:write',
    params,
  }),
  passwordLink: route({
    id: 'makePasswordLink',
    method: 'POST',
    path: '/users/{id}/password-link',
    summary: 'Make a link with which the user chooses a new password',
    tag: 'users',
    access: 'users:write',
    params,
    status: 201,
    reply: link,
  }),
  endSessions: route({
    id: 'endUserSessions',
    method: 'DELETE',
    path: '/users/{id}/sessions',
    summary: 'Sign a user out everywhere',
    tag: 'users',
    access: 'users:write',
    params,
    reply: z.object({ ended: z.number().int() }),
  }),
};
