import type { z } from 'zod';
import type { ReadChannel } from '../../channels/from-row.ts';
import type { ChannelLimits } from '../../contract/channel-limits.ts';
import { modelsOf } from '../../routing/candidates.ts';
import type { Channel } from '../../routing/channel.ts';
import type { KnownTarget } from '../../routing/router.ts';
import type { channelSummary, channelView } from '../contract/channel-views.ts';
import { targetView, worstPhase } from './health.ts';

export type Summary = z.input<typeof channelSummary>;
type View = z.input<typeof channelView>;

const NO_OVERRIDES: View['overrides'] = { parameters: [], headers: [] };

/** What the router knows of the channel's targets. */
type Known = readonly KnownTarget[];

/** What is true at the moment. */
interface Seen {
  /** Unix milliseconds. */
  readonly now: number;
  readonly standing: Pick<View, 'limitStanding' | 'budgetStanding'>;
}

/** A channel of the database as lists show it. */
export function storedSummary(read: ReadChannel, known: Known): Summary {
  const { row, channel, credentials, unreadable } = read;
  // A channel with one credential alone does not tell its health from its targets'.
  const several = (channel?.credentials.length ?? 0) > 1;
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    origin: 'database',
    readOnly: false,
    enabled: row.enabled,
    archivedAt: row.archivedAt,
    priority: row.priority,
    weight: row.weight,
    tags: JSON.parse(row.tags) as string[],
    url: channel?.baseUrl ?? '',
    models: channel?.models?.length ?? null,
    problem: read.problem ?? null,
    health: worstPhase(known),
    credentials: credentials.map(({ id, label, hint, enabled }) => ({
      ...{ id, label, hint, enabled },
      problem: unreadable.get(id) ?? null,
      health: worstPhase(several ? known.filter(({ credential }) => credential === id) : known),
    })),
    updatedAt: row.updatedAt,
  };
}

/** All there is to see of it. @param secretSettings names of those that are set */
export function storedView(
  read: ReadChannel,
  known: Known,
  { now, secretSettings, standing }: Seen & { readonly secretSettings: readonly string[] },
): View {
  const { document, row, channel } = read;
  const { models, overrides = NO_OVERRIDES, proxy = null, limits, budgets = [], ...options } = document;
  return {
    ...storedSummary(read, known),
    ...options,
    mapping: [...document.mapping],
    limits: everyLimit(limits),
    budgets: [...budgets],
    ...standing,
    overrides: overrides as unknown as View['overrides'],
    proxy: proxy && {
      url: proxy.url,
      username: proxy.username ?? null,
      passwordSet: row.sealedProxyPassword !== null,
    },
    settings: document.settings as View['settings'],
    secretSettings: [...secretSettings],
    modelRules: models as View['modelRules'],
    served: servedBy(channel),
    targets: known.map((target) => targetView(target, now)),
    createdAt: row.createdAt,
  };
}

/** A channel of the configuration: to be looked at, and changed where it stands. */
export function fixedSummary(channel: Channel, known: Known): Summary {
  const { id, name, provider, origin, priority, weight, tags, baseUrl, models, credentials } = channel;
  return {
    ...{ id, name, origin, priority, weight, tags: [...tags], url: baseUrl, type: provider.id },
    ...{ readOnly: true, enabled: true, archivedAt: null, problem: null, updatedAt: null },
    models: models?.length ?? null,
    health: worstPhase(known),
    credentials: credentials.map((credential) => ({
      ...{ id: credential.id, label: credential.label, hint: '', enabled: true, problem: null },
      health: worstPhase(known),
    })),
  };
}

export function fixedView(channel: Channel, known: Known, { now, standing }: Seen): View {
  const { models = [], timeoutMs, idleTimeoutMs, baseUrl, limits, budgets = [] } = channel;
  const list = models.map(({ name, upstream, like }) => ({
    name,
    upstream,
    ...(like !== undefined && { like }),
  }));
  return {
    ...fixedSummary(channel, known),
    ...{ baseUrl, settings: {}, secretSettings: [], mapping: [], timeoutMs, idleTimeoutMs, note: '' },
    overrides: NO_OVERRIDES,
    limits: everyLimit(limits),
    budgets: [...budgets],
    ...standing,
    proxy: null,
    modelRules: {
      source: channel.models ? 'list' : 'catalogue',
      ...{ list, include: [], exclude: [], prefix: '', upstream: [], askedAt: null },
    },
    served: servedBy(channel),
    targets: known.map((target) => targetView(target, now)),
    createdAt: null,
  };
}

const everyLimit = (limits: ChannelLimits = {}): View['limits'] => ({
  requestsPerMinute: limits.requestsPerMinute ?? null,
  tokensPerMinute: limits.tokensPerMinute ?? null,
  imagesPerMinute: limits.imagesPerMinute ?? null,
  concurrency: limits.concurrency ?? null,
});

const servedBy = (channel: Channel | undefined): View['served'] =>
  channel ? modelsOf(channel).map(({ name, upstream }) => ({ name, upstream })) : [];
