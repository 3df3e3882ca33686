import * as z from 'zod';
import { overridesOf } from './channel-overrides.ts';
import { quotas } from './quota.ts';

export const noControls = (value: string): boolean => !/\p{C}/u.test(value);
export const line = (most: number) =>
  z.string().trim().min(1).max(most).refine(noControls, { error: 'must not hold control characters' });

export const channelName = line(100);
export const modelName = line(200);

/** A name, a name with stars, or a regular expression between slashes. */
export const pattern = z
  .string()
  .min(1)
  .max(300)
  .refine(isPattern, { error: 'is no regular expression' })
  .meta({ description: 'A name, a name with `*` for anything, or a regular expression between slashes.' });

function isPattern(text: string): boolean {
  const [, expression] = /^\/(.+)\/$/.exec(text) ?? [];
  try {
    return expression === undefined || new RegExp(expression) instanceof RegExp;
  } catch {
    return false;
  }
}

const httpUrl = z
  .string()
  .trim()
  .max(2_000)
  .refine((value) => /^https?:$/.test(URL.parse(value)?.protocol ?? ''), { error: 'must be an http(s) URL' });

export const listedModel = z
  .strictObject({
    name: modelName.meta({ description: 'What clients ask for.' }),
    upstream: modelName
      .optional()
      .meta({ description: 'What the upstream is asked for; absent: as `mapping` says, else the name.' }),
    like: modelName.optional().meta({ description: 'A known model whose abilities and prices it has.' }),
  })
  .meta({ id: 'ListedModel' });

const modelRules = z
  .strictObject({
    source: z.enum(['catalogue', 'upstream', 'list']).default('catalogue').meta({
      description:
        'Models the provider is known to have, those it listed when it was asked last, or `list` alone.',
    }),
    list: z
      .array(listedModel)
      .max(5_000)
      .default([])
      .meta({ description: 'Served whatever the source says.' }),
    include: z
      .array(pattern)
      .max(100)
      .default([])
      .meta({ description: 'Of the source only these; none: all.' }),
    exclude: z.array(pattern).max(100).default([]).meta({ description: 'Of the source none of these.' }),
    prefix: z
      .string()
      .max(50)
      .refine(noControls)
      .default('')
      .meta({ description: 'Stands before every name clients use.' }),
  })
  .superRefine(({ list }, context) => {
    const seen = new Set<string>();
    list.forEach(({ name }, index) => {
      if (seen.has(name))
        context.addIssue({
          code: 'custom',
          path: ['list', index, 'name'],
          message: `"${name}" is listed twice`,
        });
      seen.add(name);
    });
  })
  .meta({ id: 'ModelRules' });

const mappingRule = z
  .strictObject({
    from: pattern,
    to: modelName.meta({ description: 'The upstream’s name; `$1` is what the first star or group found.' }),
  })
  .meta({ id: 'MappingRule' });

const isProxyUrl = (text: string): boolean => {
  const url = URL.parse(text);
  const isBare = url !== null && !url.username && !url.password && !url.search && !url.hash;
  return isBare && /^(https?|socks5):$/.test(url.protocol) && url.hostname !== '';
};

const proxy = z
  .strictObject({
    url: z
      .string()
      .trim()
      .max(500)
      .refine(isProxyUrl, { error: 'must be an http, https or socks5 URL without user, password and query' }),
    username: z.string().min(1).max(200).optional(),
    password: z.string().min(1).max(1_000).nullable().optional().meta({
      writeOnly: true,
      description: 'Sealed, never told again. Left out: stays, as long as URL and user do; null removes it.',
    }),
  })
  .meta({ id: 'ChannelProxy' });

const limit = z.int().min(1).max(1_000_000_000).nullable().optional();

const channelLimits = z
  .strictObject({
    requestsPerMinute: limit.meta({ description: 'Calls to the upstream, by the minutes of the clock.' }),
    tokensPerMinute: limit.meta({ description: 'Of questions and answers: expected before, true after.' }),
    imagesPerMinute: limit,
    concurrency: limit.meta({ description: 'Calls at once.' }),
  })
  .meta({ id: 'ChannelLimits' });

const milliseconds = z.int().min(1).max(3_600_000);

/** What an operator decides about a channel, credentials apart. None has a default here: a change leaves alone what it does not name. */
export const channelFields = {
  name: channelName,
  enabled: z.boolean(),
  priority: z.int().min(0).max(1_000_000).meta({ description: 'Lower is tried first.' }),
  weight: z.int().min(1).max(1_000_000).meta({ description: 'Share among channels of one priority.' }),
  tags: z.array(line(50)).max(50),
  baseUrl: httpUrl.nullable().meta({ description: 'Null: the provider’s own.' }),
  settings: z.record(z.string(), z.json()).meta({
    description:
      'As the provider type describes them. Secret ones that are left out stay as they are; null removes one.',
  }),
  models: modelRules,
  mapping: z.array(mappingRule).max(500).meta({
    description: 'Upstream names of models whose entry names none; the first rule that fits counts.',
  }),
  timeoutMs: milliseconds.meta({ description: 'Until the upstream must have begun to answer.' }),
  idleTimeoutMs: milliseconds.meta({ description: 'Longest silence within an answer.' }),
  overrides: overridesOf(pattern).meta({
    description:
      'What changes about calls before they leave. Clients see a warning where it changes what they asked.',
  }),
  proxy: proxy.nullable().meta({ description: 'What the calls of the channel go through; null: nothing.' }),
  limits: channelLimits.meta({
    description:
      'What the account lets through, over all nodes; a channel at a limit is passed over. Null, absent: not limited.',
  }),
  budgets: quotas.meta({
    description: 'What may be used of it; a channel over one is passed over until the period ends.',
  }),
  note: z.string().max(5_000).meta({ description: 'For people.' }),
};

const credentialKey = z
  .string()
  .trim()
  .min(1)
  .max(20_000)
  .meta({ writeOnly: true, description: 'The key itself. It is sealed, and never told again.' });

export const credentialInput = z
  .strictObject({
    key: credentialKey,
    label: line(100).optional(),
    enabled: z.boolean().optional(),
  })
  .meta({ id: 'Credential' });

export const credentialChange = z.strictObject({
  key: credentialKey.optional(),
  label: line(100).optional(),
  enabled: z.boolean().optional(),
});
