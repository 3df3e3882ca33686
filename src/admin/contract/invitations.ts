import * as z from 'zod';
import { link } from './links.ts';
import { email, time } from './person.ts';
import { route } from './route.ts';

const role = z.string().max(100);
const membership = z.object({
  project: z.string().max(100),
  role: role.meta({ description: 'Id of a project role.' }),
});

export const invitation = z
  .object({
    id: z.string(),
    email: z.string(),
    role: z.string().nullable().meta({ description: 'Id of a system role.' }),
    memberships: z.array(membership),
    invitedBy: z.string().meta({ description: 'Id of a user or key.' }),
    createdAt: time,
    expiresAt: time,
  })
  .meta({ id: 'Invitation' });

const made = link.extend({ invitation });
const list = z.object({ items: z.array(invitation) });
const inProject = z.object({ project: z.string() });

export const invitationRoutes = {
  list: route({
    id: 'listInvitations',
    method: 'GET',
    path: '/invitations',
    summary: 'Invitations that nobody has accepted yet, newest first',
    tag: 'invitations',
    access: 'users:read',
    reply: list,
  }),
  create: route({
    id: 'invite',
    method: 'POST',
    path: '/invitations',
    summary: 'Invite somebody; the link is in the answer and nowhere else',
    tag: 'invitations',
    access: 'users:write',
    body: z.strictObject({
      email,
      role: role.nullable().default(null).meta({ description: 'Id of a system role.' }),
      memberships: z.array(membership).max(100).default([]),
    }),
    status: 201,
    reply: made,
  }),
  revoke: route({
    id: 'revokeInvitation',
    method: 'DELETE',
    path: '/invitations/{id}',
    summary: 'Take an invitation back',
    tag: 'invitations',
    access: 'users:write',
    params: z.object({ id: z.string() }),
  }),
  listOfProject: route({
    id: 'listProjectInvitations',
    method: 'GET',
    path: '/projects/{project}/invitations',
    summary: "Invitations by the project's members that nobody has accepted yet",
    tag: 'invitations',
    access: 'members:read',
    params: inProject,
    reply: list,
  }),
  createInProject: route({
    id: 'inviteToProject',
    method: 'POST',
    path: '/projects/{project}/invitations',
    summary: 'Invite somebody who has no account yet to the project',
    tag: 'invitations',
    access: 'members:write',
    params: inProject,
    body: z.strictObject({ email, role }),
    status: 201,
    reply: made,
  }),
  revokeInProject: route({
    id: 'revokeProjectInvitation',
    method: 'DELETE',
    path: '/projects/{project}/invitations/{id}',
    summary: 'Take an invitation to the project back',
    tag: 'invitations',
    access: 'members:write',
    params: inProject.extend({ id: z.string() }),
  }),
};
