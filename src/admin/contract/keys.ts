import * as z from 'zod';
import { pageOf, pageQuery } from './page.ts';
import { quota, quotaStanding, quotas } from './quota.ts';
import { route } from './route.ts';
import { ALL_SCOPES } from './scopes.ts';

const name = z.string().trim().min(1).max(100);
const modelName = z.string().trim().min(1).max(200);
const names = z.array(modelName).max(500);
const time = z.number().int().min(0).meta({ description: 'Unix milliseconds.' });
const imageShape = z.enum(['content', 'images', 'both', 'markdown']);

const mapping = z
  .strictObject({
    from: modelName.meta({ description: 'The name clients use, or a regular expression for all of it.' }),
    to: modelName.meta({ description: 'The model it means; `$1` stands for the first group of a pattern.' }),
    regex: z.boolean().optional(),
  })
  .refine(({ from, regex }) => !regex || isPattern(from), {
    error: 'is no regular expression',
    path: ['from'],
  })
  .meta({ id: 'ModelMapping' });

function isPattern(text: string): boolean {
  try {
    new RegExp(`^(?:${text})$`, 'u');
    return true;
  } catch {
    return false;
  }
}

const profile = z
  .strictObject({
    name,
    mappings: z.array(mapping).max(200).optional(),
    allowedModels: names.optional().meta({ description: 'Names clients may ask for; `*` is a wildcard.' }),
    allowedChannels: names.optional(),
    quotas: quotas.optional(),
    imageShape: imageShape.optional(),
    retry: z
      .strictObject({
        maxAttempts: z.number().int().min(1).max(20).optional(),
        patienceMs: z.number().int().min(0).max(120_000).optional(),
        unknownOutcomes: z.boolean().optional(),
      })
      .optional()
      .meta({
        description:
          'Targets per request, longest wait for one that asks for a pause (0: none), and whether a picture may be asked for again after an unknown outcome.',
      }),
  })
  .meta({ id: 'KeyProfile' });

const limits = {
  imageShape: imageShape.optional(),
  allowedIps: z.array(z.string().trim().max(50)).max(200).optional(),
  allowedModels: names.optional(),
  allowedChannels: names.optional(),
  debug: z.boolean().optional().meta({
    description: '`AH-Debug: true` is answered with the channels that were asked, and why.',
  }),
  scopes: z
    .array(z.enum(ALL_SCOPES))
    .optional()
    .meta({ description: 'Of the admin API; `service` keys only.' }),
  quotas: quotas.optional(),
  profiles: z.array(profile).max(50).optional(),
  activeProfile: name.optional(),
};

export const keyRules = z
  .strictObject(limits)
  .refine(({ profiles = [] }) => new Set(profiles.map(({ name }) => name)).size === profiles.length, {
    error: 'has two profiles of one name',
    path: ['profiles'],
  })
  .refine(
    ({ profiles = [], activeProfile }) =>
      activeProfile === undefined || profiles.some(({ name }) => name === activeProfile),
    { error: 'names no profile of this key', path: ['activeProfile'] },
  )
  .meta({ id: 'KeyRules' });

const kind = z.enum(['user', 'service', 'personal']);
const status = z.enum(['enabled', 'disabled', 'archived']);

export const gatewayKey = z
  .object({
    id: z.string(),
    name: z.string(),
    kind,
    status,
    ownerId: z.string().nullable(),
    rules: keyRules,
    secrets: z.array(
      z.object({
        prefix: z.string().meta({ description: 'The first characters.' }),
        createdAt: time,
        expiresAt: time.nullable(),
      }),
    ),
    expiresAt: time.nullable(),
    lastUsedAt: time.nullable(),
    createdAt: time,
  })
  .meta({ id: 'GatewayKey' });

const shownOnce = gatewayKey
  .extend({ key: z.string().meta({ description: 'The key itself. It is shown this once.' }) })
  .meta({ id: 'NewGatewayKey' });

const inProject = z.object({ project: z.string().max(100) });
const one = inProject.extend({ id: z.string().max(100) });
const tag = 'keys';

export const keyRoutes = {
  list: route({
    ...{ id: 'listKeys', method: 'GET', path: '/projects/{project}/keys', tag, access: 'keys:read' },
    summary: 'The gateway keys of a project, newest first',
    params: inProject,
    query: z.object({
      ...pageQuery,
      search: z.string().max(100).optional().meta({ description: 'Part of the name.' }),
      status: status.optional(),
      kind: kind.optional(),
    }),
    reply: pageOf(gatewayKey),
  }),
  create: route({
    ...{ id: 'createKey', method: 'POST', path: '/projects/{project}/keys', tag, access: 'keys:write' },
    summary: 'Makes a gateway key; the key itself is in this answer and nowhere else',
    params: inProject,
    body: z.strictObject({
      name,
      kind: z.enum(['user', 'service']).default('user'),
      rules: keyRules.default({}),
      expiresAt: time.nullable().default(null),
    }),
    status: 201,
    reply: shownOnce,
  }),
  get: route({
    ...{ id: 'getKey', method: 'GET', path: '/projects/{project}/keys/{id}', tag, access: 'keys:read' },
    summary: 'One gateway key',
    params: one,
    reply: gatewayKey,
  }),
  update: route({
    ...{ id: 'updateKey', method: 'PATCH', path: '/projects/{project}/keys/{id}', tag, access: 'keys:write' },
    summary: 'Changes a key: name, status, expiry, rules with profiles and quotas (as a whole)',
    params: one,
    body: z.strictObject({
      name: name.optional(),
      status: status.optional(),
      rules: keyRules.optional(),
      expiresAt: time.nullable().optional(),
    }),
    reply: gatewayKey,
  }),
  rotate: route({
    ...{
      id: 'rotateKey',
      method: 'POST',
      path: '/projects/{project}/keys/{id}/rotate',
      tag,
      access: 'keys:write',
    },
    summary: 'Gives a key a new secret; the old ones work on for a while',
    params: one,
    body: z.strictObject({
      overlapSeconds: z
        .number()
        .int()
        .min(0)
        .max(30 * 86_400)
        .default(86_400)
        .meta({ description: 'How long the old secrets still work. Default a day, 0: not at all.' }),
    }),
    reply: shownOnce,
  }),
  usage: route({
    ...{
      id: 'getKeyUsage',
      method: 'GET',
      path: '/projects/{project}/keys/{id}/usage',
      tag,
      access: 'keys:read',
    },
    summary: 'What stands against the quotas that hold for a key: its own, its profile’s, its project’s',
    params: one,
    reply: z.object({
      holders: z.array(
        z.object({
          kind: z.enum(['project', 'key', 'profile']),
          name: z.string(),
          quotas: z.array(quotaStanding),
        }),
      ),
    }),
  }),
  preview: route({
    ...{
      id: 'previewKeyRules',
      method: 'POST',
      path: '/projects/{project}/keys/preview',
      tag,
      access: 'keys:read',
      audited: false,
    },
    summary: 'What rules that are not saved yet would make of model names',
    params: inProject,
    body: z.strictObject({ rules: keyRules, models: names }),
    reply: z.object({
      models: z.array(z.object({ name: z.string(), resolved: z.string(), allowed: z.boolean() })),
    }),
  }),
  playground: route({
    ...{ id: 'createPlaygroundKey', method: 'POST', path: '/projects/{project}/playground-key', tag },
    access: 'playground:write',
    summary: 'A key for the caller’s own browser, for one hour',
    params: inProject,
    status: 201,
    reply: z.object({ key: z.string(), expiresAt: time }),
  }),
};

export const limitRoutes = {
  get: route({
    ...{
      id: 'getProjectLimits',
      method: 'GET',
      path: '/projects/{project}/limits',
      tag,
      access: 'keys:read',
    },
    summary: 'The quotas of a project, and what stands against them',
    params: inProject,
    reply: z.object({ quotas: z.array(quota), standing: z.array(quotaStanding) }),
  }),
  put: route({
    ...{
      id: 'putProjectLimits',
      method: 'PUT',
      path: '/projects/{project}/limits',
      tag,
      access: 'projects:write',
    },
    summary: 'Sets the quotas of a project',
    params: inProject,
    body: z.strictObject({ quotas }),
    reply: z.object({ quotas: z.array(quota), standing: z.array(quotaStanding) }),
  }),
};
