import * as z from 'zod';
import { label, time, timeZone } from './person.ts';
import { route } from './route.ts';
import { bodyPolicy, days } from './settings/request-log.ts';

/** What differs from the settings "requests". */
const keeping = {
  bodies: bodyPolicy.nullable().meta({ description: 'What is kept of bodies; null: as the installation.' }),
  keepDays: days
    .nullable()
    .meta({ description: 'For how long requests are kept; null: as the installation.' }),
  keepBodyDays: days
    .nullable()
    .meta({ description: 'For how long bodies are kept; null: as the installation.' }),
  keepImageDays: days
    .nullable()
    .meta({ description: 'For how long pictures are kept; null: as the installation.' }),
};

export const project = z
  .object({
    id: z.string(),
    name: z.string(),
    timeZone: z.string().meta({ description: 'Where its days and months begin.' }),
    archived: z.boolean().meta({ description: 'Its keys are refused.' }),
    ...keeping,
    createdAt: time,
  })
  .meta({ id: 'Project' });

const params = z.object({ project: z.string() });

export const projectRoutes = {
  list: route({
    id: 'listProjects',
    method: 'GET',
    path: '/projects',
    summary: 'Those of the projects that the caller may see, by name',
    tag: 'projects',
    access: 'signed-in',
    reply: z.object({ items: z.array(project) }),
  }),
  create: route({
    id: 'createProject',
    method: 'POST',
    path: '/projects',
    summary: 'Make a project',
    tag: 'projects',
    access: 'projects:write',
    body: z.strictObject({ name: label(100), timeZone: timeZone.default('UTC') }),
    status: 201,
    reply: project,
  }),
  get: route({
    id: 'getProject',
    method: 'GET',
    path: '/projects/{project}',
    summary: 'A project',
    tag: 'projects',
    access: 'projects:read',
    params,
    reply: project,
  }),
  update: route({
    id: 'updateProject',
    method: 'PATCH',
    path: '/projects/{project}',
    summary: 'Change a project, archive it or bring it back',
    tag: 'projects',
    access: 'projects:write',
    params,
    body: z.strictObject({
      name: label(100).optional(),
      timeZone: timeZone.optional(),
      archived: z.boolean().optional(),
      ...z.object(keeping).partial().shape,
    }),
    reply: project,
  }),
};
