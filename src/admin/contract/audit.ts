import * as z from 'zod';
import { pageOf, pageQuery } from './page.ts';
import { time } from './person.ts';
import { route } from './route.ts';

const moment = z.coerce.number().int().min(0).optional();

export const auditEntry = z
  .object({
    id: z.string(),
    at: time,
    actor: z
      .object({ kind: z.enum(['user', 'key']), id: z.string(), name: z.string() })
      .nullable()
      .meta({ description: 'As they were called then; null: somebody who was not signed in.' }),
    ip: z.string(),
    action: z.string().meta({ description: "The route's `operationId`, as `createKey`." }),
    project: z.string().nullable(),
    facts: z.record(z.string(), z.unknown()).meta({
      description: 'Parameters, names of the members sent (never their values), and what was noted.',
    }),
    status: z.number().int().meta({ description: 'HTTP status of the answer.' }),
  })
  .meta({ id: 'AuditEntry' });

export const auditRoutes = {
  list: route({
    id: 'listAudit',
    method: 'GET',
    path: '/audit',
    summary: 'Changes made or tried through the admin API, newest first',
    tag: 'audit',
    access: 'audit:read',
    query: z.object({
      ...pageQuery,
      actor: z.string().max(100).optional().meta({ description: 'Id of a user or key.' }),
      action: z.string().max(100).optional(),
      project: z.string().max(100).optional(),
      from: moment.meta({ description: 'Unix milliseconds, inclusive.' }),
      until: moment.meta({ description: 'Unix milliseconds, exclusive.' }),
      outcome: z.enum(['done', 'refused']).optional(),
    }),
    reply: pageOf(auditEntry),
  }),
};
