import type { ModelCard } from '../contract/capability.ts';
import type { Target } from '../contract/provider.ts';
import type { Channel, ChannelModel, Credential } from './channel.ts';
import type { ModelEntry } from './model-entry.ts';

/** A channel that can be asked for the client's model. */
export interface Candidate {
  readonly channel: Channel;
  readonly target: Target;
  /** The one of the channel's credentials that is used; chosen when targets are put into their order. */
  readonly credential?: Credential;
  /** Lower is tried first, before the priority of channels counts; absent: 0. */
  readonly rank?: number;
}

/** One model as clients see it. */
export interface Offer {
  readonly name: string;
  readonly channel: Channel;
  readonly card: ModelCard;
  /** What an operator has said about it. */
  readonly entry?: ModelEntry;
}

/** The targets for a model, in the order of the configuration. */
export function candidates(channels: readonly Channel[], model: string): Candidate[] {
  return channels.flatMap((channel) => candidateFor(channel, model) ?? []);
}

/** The channel's own model of that name. */
export function candidateFor(channel: Channel, model: string): Candidate | undefined {
  const entry = findModel(channel, model);
  return entry && { channel, target: targetOf(channel, entry) };
}

/** Everything these channels offer by name, first channel first; a name appears once. */
export function offers(channels: readonly Channel[]): Offer[] {
  const byName = new Map<string, Offer>();
  for (const channel of [...channels].sort((a, b) => a.priority - b.priority)) {
    for (const entry of modelsOf(channel)) {
      if (!byName.has(entry.name))
        byName.set(entry.name, { name: entry.name, channel, card: cardOf(channel, entry) });
    }
  }
  return [...byName.values()];
}

function findModel(channel: Channel, model: string): ChannelModel | undefined {
  const listed = modelsOf(channel).find(({ name }) => name === model);
  if (listed) return listed;
  // A channel without a list also tries ids that look like its provider's own.
  return channel.models === undefined && channel.provider.accepts?.test(model)
    ? { name: model, upstream: model }
    : undefined;
}

/** What it serves by name. */
export function modelsOf(channel: Channel): readonly ChannelModel[] {
  if (channel.models) return channel.models;
  return channel.provider.models
    .filter(({ retired }) => retired === undefined)
    .map(({ id }) => ({ name: id, upstream: id }));
}

const cardOf = (channel: Channel, { upstream, like }: ChannelModel): ModelCard =>
  channel.provider.card(like ?? upstream, channel.settings);

const targetOf = (channel: Channel, entry: ChannelModel): Target => ({
  channel: channel.name,
  baseUrl: channel.baseUrl,
  model: entry.upstream,
  card: cardOf(channel, entry),
  settings: channel.settings,
});
