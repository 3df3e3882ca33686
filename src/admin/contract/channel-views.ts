import * as z from 'zod';
import { CHANNEL_LIMITS, type ChannelLimitName } from '../../contract/channel-limits.ts';
import { listedModel } from './channel-fields.ts';
import { quotaStanding, quotas } from './quota.ts';

const time = z.int().meta({ description: 'Unix milliseconds.' });

/** `closed`: calls flow · `open`: avoided · `half-open`: the next call is a probe · `probing`: one is under way · `untried`: not asked since the start. */
const phase = z.enum(['closed', 'open', 'half-open', 'probing', 'untried']).meta({ id: 'HealthPhase' });

const targetHealth = z
  .object({
    model: z.string().meta({ description: 'As the upstream calls it.' }),
    credential: z
      .string()
      .nullable()
      .meta({ description: 'Id of the credential it is about; null: whichever is used.' }),
    phase,
    failures: z.int().meta({ description: 'In a row, since the last success.' }),
    errorShare: z.number().meta({ description: '0 to 1, newer calls count more.' }),
    latencyMs: z.number().nullable().meta({ description: 'To the first piece of an answer; null: unknown.' }),
    openUntil: time.nullable().meta({ description: 'Avoided until then, Unix milliseconds.' }),
    at: time.nullable().meta({ description: 'Last answer or failure, Unix milliseconds.' }),
  })
  .meta({ id: 'TargetHealth' });

const credentialView = z
  .object({
    id: z.string(),
    label: z.string(),
    hint: z.string().meta({ description: 'The last characters; empty for short keys.' }),
    enabled: z.boolean(),
    problem: z.string().nullable().meta({ description: 'Why it cannot be used.' }),
    health: phase.meta({ description: 'The worst of its targets.' }),
  })
  .meta({ id: 'CredentialView' });

/** What lists show. */
export const channelSummary = z
  .object({
    id: z.string(),
    name: z.string(),
    type: z.string().meta({ description: 'Id of its provider type.' }),
    origin: z.enum(['database', 'file', 'environment', 'built-in']),
    readOnly: z.boolean().meta({ description: 'It stands in the configuration and is changed there.' }),
    enabled: z.boolean(),
    archivedAt: time.nullable(),
    priority: z.int(),
    weight: z.int(),
    tags: z.array(z.string()),
    url: z.string().meta({ description: 'The base URL that is called; empty while it cannot be told.' }),
    models: z
      .int()
      .nullable()
      .meta({ description: 'How many it serves; null: its provider’s whole catalogue.' }),
    problem: z.string().nullable().meta({ description: 'Why it cannot be used although it is enabled.' }),
    health: phase.meta({ description: 'The worst of its targets.' }),
    credentials: z.array(credentialView),
    updatedAt: time.nullable(),
  })
  .meta({ id: 'ChannelSummary' });

export const channelView = channelSummary
  .extend({
    baseUrl: z.string().nullable().meta({ description: 'Null: the provider’s own.' }),
    settings: z.record(z.string(), z.json()),
    secretSettings: z.array(z.string()).meta({ description: 'Settings that are set and never told.' }),
    modelRules: z.object({
      source: z.enum(['catalogue', 'upstream', 'list']),
      list: z.array(listedModel),
      include: z.array(z.string()),
      exclude: z.array(z.string()),
      prefix: z.string(),
      upstream: z.array(z.string()).meta({ description: 'What the upstream listed when it was asked last.' }),
      askedAt: time.nullable(),
    }),
    served: z
      .array(z.object({ name: z.string(), upstream: z.string() }))
      .meta({ description: 'What it serves by these rules.' }),
    mapping: z.array(z.object({ from: z.string(), to: z.string() })),
    timeoutMs: z.int(),
    idleTimeoutMs: z.int(),
    overrides: z.object({ parameters: z.array(z.json()), headers: z.array(z.json()) }),
    proxy: z
      .object({ url: z.string(), username: z.string().nullable(), passwordSet: z.boolean() })
      .nullable(),
    limits: z.object(
      Object.fromEntries(CHANNEL_LIMITS.map((name) => [name, z.int().nullable()])) as {
        [name in ChannelLimitName]: z.ZodNullable<z.ZodInt>;
      },
    ),
    limitStanding: z
      .array(
        z.object({
          limit: z.enum(CHANNEL_LIMITS),
          most: z.int(),
          used: z.int(),
          resetsAt: time.nullable().meta({ description: 'Unix milliseconds; null: as soon as a call ends.' }),
        }),
      )
      .meta({ description: 'What stands against each limit now, of all nodes.' }),
    budgets: quotas,
    budgetStanding: z.array(quotaStanding),
    note: z.string(),
    targets: z.array(targetHealth),
    createdAt: time.nullable(),
  })
  .meta({ id: 'Channel' });
