import * as z from 'zod';
import { time } from './person.ts';
import { type AdminRoute, route } from './route.ts';
import { auditSettings } from './settings/audit.ts';
import { generalSettings } from './settings/general.ts';
import { limitSettings } from './settings/limits.ts';
import { modelSettings } from './settings/models.ts';
import { oidcSettings } from './settings/oidc.ts';
import { requestLogSettings } from './settings/request-log.ts';
import { routingSettings } from './settings/routing.ts';
import type { SettingsSection } from './settings/section.ts';
import { sessionSettings } from './settings/sessions.ts';

/** Every section of the settings. */
export const SECTIONS = {
  general: generalSettings,
  sessions: sessionSettings,
  oidc: oidcSettings,
  audit: auditSettings,
  requests: requestLogSettings,
  models: modelSettings,
  routing: routingSettings,
  limits: limitSettings,
} as const;

export type SectionId = keyof typeof SECTIONS;
export type SettingsOf<Id extends SectionId> = z.output<(typeof SECTIONS)[Id]['schema']>;

/** What the database holds of a section, for people: secrets are told of, not told. */
export interface ShownSettings {
  readonly value: { readonly [member: string]: unknown };
  readonly version: number;
  readonly updatedAt: number | null;
  readonly updatedBy: string | null;
}

export interface SettingsChange {
  readonly version?: number | undefined;
  readonly value: { readonly [member: string]: unknown };
}

type SettingsReply = z.ZodType<ShownSettings, ShownSettings>;

const capitalized = (id: string): string => id.charAt(0).toUpperCase() + id.slice(1);

function replyOf({ id, schema, secrets = [] }: SettingsSection): SettingsReply {
  const shown = Object.entries(schema.shape).map(([name, member]): [string, z.core.$ZodType] =>
    secrets.includes(name)
      ? [`${name}Set`, z.boolean().meta({ description: `Whether there is a ${name}; it is never shown.` })]
      : [name, member],
  );
  return z
    .object({
      value: z.object(Object.fromEntries(shown)),
      version: z.number().int().meta({ description: '0 while nothing was changed.' }),
      updatedAt: time.nullable(),
      updatedBy: z.string().nullable().meta({ description: 'Id of a user or key.' }),
    })
    .meta({ id: `${capitalized(id)}Settings` });
}

const replies = Object.fromEntries(Object.values(SECTIONS).map((each) => [each.id, replyOf(each)])) as {
  readonly [id in SectionId]: SettingsReply;
};

function routesOf(section: SettingsSection): SectionRoutes {
  const { id, summary } = section;
  const common = { path: `/settings/${id}`, tag: 'settings', reply: replies[id as SectionId] } as const;
  const changes: z.ZodType<SettingsChange> = z.strictObject({
    version: z
      .number()
      .int()
      .min(0)
      .optional()
      .meta({ description: 'The version the change was made from; refused when there is another by now.' }),
    value: section.schema.partial().meta({ description: 'What is left out stays as it is.' }),
  });
  return {
    get: route({
      ...common,
      id: `get${capitalized(id)}Settings`,
      method: 'GET',
      summary,
      access: 'settings:read',
    }),
    update: route({
      ...common,
      id: `update${capitalized(id)}Settings`,
      method: 'PATCH',
      summary: `Change the settings "${id}", on all nodes`,
      access: 'settings:write',
      body: changes,
    }),
  };
}

/** How a section is read and changed. */
interface SectionRoutes {
  readonly get: AdminRoute & { readonly reply: SettingsReply };
  readonly update: AdminRoute & { readonly reply: SettingsReply; readonly body: z.ZodType<SettingsChange> };
}

export const sectionRoutes = Object.fromEntries(
  Object.values(SECTIONS).map((each) => [each.id, routesOf(each)]),
) as { readonly [id in SectionId]: SectionRoutes };

export const settingsRoutes = {
  list: route({
    id: 'getSettings',
    method: 'GET',
    path: '/settings',
    summary: 'All settings, by section',
    tag: 'settings',
    access: 'settings:read',
    reply: z.object(replies),
  }),
};
