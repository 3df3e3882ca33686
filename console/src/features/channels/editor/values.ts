import type { channelRoutes } from '@contract/channels.ts';
import type { CallInput } from '@/api/call.ts';
import type { ChannelView } from '../channel-view.ts';
import type { Settings } from '../draft.ts';

export type ChannelChange = CallInput<typeof channelRoutes.update>['body'];
export type ModelRules = NonNullable<ChannelChange['models']>;
export type ListedModel = NonNullable<ModelRules['list']>[number];
export type Mapping = NonNullable<ChannelChange['mapping']>[number];
export type Overrides = NonNullable<ChannelChange['overrides']>;
export type ParameterRule = NonNullable<Overrides['parameters']>[number];
export type HeaderRule = NonNullable<Overrides['headers']>[number];
export type ChannelProxy = NonNullable<ChannelChange['proxy']>;

/** Everything the form holds. Members are those of the admin API, none of them open. */
export interface ChannelValues {
  readonly name: string;
  readonly priority: number;
  readonly weight: number;
  readonly tags: readonly string[];
  /** Null: the provider's own. */
  readonly baseUrl: string | null;
  readonly settings: Settings;
  readonly models: Required<ModelRules>;
  readonly mapping: readonly Mapping[];
  readonly timeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly overrides: Required<Overrides>;
  readonly proxy: ChannelProxy | null;
  readonly limits: NonNullable<ChannelChange['limits']>;
  readonly budgets: NonNullable<ChannelChange['budgets']>;
  readonly note: string;
}

export function valuesOf(channel: ChannelView): ChannelValues {
  const { source, list, include, exclude, prefix } = channel.modelRules;
  const { proxy, overrides } = channel;
  return {
    name: channel.name,
    priority: channel.priority,
    weight: channel.weight,
    tags: channel.tags,
    baseUrl: channel.baseUrl,
    settings: channel.settings as Settings,
    models: { source, list, include, exclude, prefix },
    mapping: channel.mapping,
    timeoutMs: channel.timeoutMs,
    idleTimeoutMs: channel.idleTimeoutMs,
    overrides: {
      parameters: overrides.parameters as ParameterRule[],
      headers: overrides.headers as HeaderRule[],
    },
    proxy: proxy && { url: proxy.url, ...(proxy.username !== null && { username: proxy.username }) },
    limits: channel.limits,
    budgets: channel.budgets,
    note: channel.note,
  };
}

/** The members that are not as before; what is left out stays as it is. */
export function changeOf(values: ChannelValues, before: ChannelValues): ChannelChange {
  const names = Object.keys(values) as (keyof ChannelValues)[];
  const changed = names.filter((name) => JSON.stringify(values[name]) !== JSON.stringify(before[name]));
  return Object.fromEntries(changed.map((name) => [name, values[name]]));
}
