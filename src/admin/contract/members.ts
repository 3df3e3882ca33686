import * as z from 'zod';
import { email, time } from './person.ts';
import { route } from './route.ts';

export const member = z
  .object({
    user: z.string().meta({ description: 'Id.' }),
    name: z.string(),
    email: z.string(),
    enabled: z.boolean(),
    role: z.string().meta({ description: 'Id of a project role.' }),
    createdAt: time,
  })
  .meta({ id: 'Member' });

const role = z.string().max(100).meta({ description: 'Id of a project role.' });
const inProject = z.object({ project: z.string() });
const params = inProject.extend({ user: z.string() });

export const memberRoutes = {
  list: route({
    id: 'listMembers',
    method: 'GET',
    path: '/projects/{project}/members',
    summary: 'Members of a project, in the order they came',
    tag: 'members',
    access: 'members:read',
    params: inProject,
    reply: z.object({ items: z.array(member) }),
  }),
  add: route({
    id: 'addMember',
    method: 'POST',
    path: '/projects/{project}/members',
    summary: 'Make a user a member of the project',
    tag: 'members',
    access: 'members:write',
    params: inProject,
    body: z.strictObject({ email, role }),
    status: 201,
    reply: member,
  }),
  update: route({
    id: 'updateMember',
    method: 'PATCH',
    path: '/projects/{project}/members/{user}',
    summary: 'Give a member another role',
    tag: 'members',
    access: 'members:write',
    params,
    body: z.strictObject({ role }),
    reply: member,
  }),
  remove: route({
    id: 'removeMember',
    method: 'DELETE',
    path: '/projects/{project}/members/{user}',
    summary: 'Take somebody out of the project',
    tag: 'members',
    access: 'members:write',
    params,
  }),
};
