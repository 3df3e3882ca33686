import * as z from 'zod';
import { label } from './person.ts';
import { route } from './route.ts';
import { ALL_SCOPES, type Scope } from './scopes.ts';

const level = z
  .enum(['system', 'project'])
  .meta({ description: '`system`: held in the whole installation. `project`: held in projects.' });
const scope = z.enum(ALL_SCOPES as [Scope, ...Scope[]]);
const description = z.string().trim().max(500);

export const role = z
  .object({
    id: z.string(),
    level,
    name: z.string(),
    description: z.string(),
    scopes: z.array(z.string()),
    builtIn: z.boolean().meta({ description: 'It comes with the gateway and cannot be changed.' }),
  })
  .meta({ id: 'Role' });

const params = z.object({ id: z.string() });
const list = z.object({ items: z.array(role) });

export const roleRoutes = {
  list: route({
    id: 'listRoles',
    method: 'GET',
    path: '/roles',
    summary: 'All roles, those that come with the gateway first',
    tag: 'roles',
    access: 'roles:read',
    reply: list,
  }),
  listOfProject: route({
    id: 'listProjectRoles',
    method: 'GET',
    path: '/projects/{project}/roles',
    summary: 'Roles that members of a project may have',
    tag: 'roles',
    access: 'members:read',
    params: z.object({ project: z.string() }),
    reply: list,
  }),
  create: route({
    id: 'createRole',
    method: 'POST',
    path: '/roles',
    summary: 'Make a role out of permissions one has oneself',
    tag: 'roles',
    access: 'roles:write',
    body: z.strictObject({
      level,
      name: label(100),
      description: description.default(''),
      scopes: z.array(scope).min(1, 'a role without permissions is of no use'),
    }),
    status: 201,
    reply: role,
  }),
  update: route({
    id: 'updateRole',
    method: 'PATCH',
    path: '/roles/{id}',
    summary: 'Change a role; counts at once for everybody who has it',
    tag: 'roles',
    access: 'roles:write',
    params,
    body: z.strictObject({
      name: label(100).optional(),
      description: description.optional(),
      scopes: z.array(scope).min(1).optional(),
    }),
    reply: role,
  }),
  delete: route({
    id: 'deleteRole',
    method: 'DELETE',
    path: '/roles/{id}',
    summary: 'Delete a role that nobody has',
    tag: 'roles',
    access: 'roles:write',
    params,
  }),
};
