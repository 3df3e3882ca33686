import type { ModelCard } from '../contract/capability.ts';
import type { Target } from '../contract/provider.ts';
import type { Channel, ChannelModel } from './channel.ts';

/** A channel that can be asked for the client's model. */
export interface Candidate {
  readonly channel: Channel;
  readonly target: Target;
}

/** One model as clients see it. */
export interface Offer {
  readonly name: string;
  readonly channel: Channel;
  readonly card: ModelCard;
}

/**
 * The targets for a model in the order in which they are tried: by priority, inside one priority a draw by weight.
 * @param random returns numbers from 0 up to 1
 */
export function candidates(channels: readonly Channel[], model: string, random: () => number): Candidate[] {
  const serving = channels.flatMap((channel) => {
    const entry = findModel(channel, model);
    return entry ? [{ channel, target: targetOf(channel, entry) }] : [];
  });
  return serving
    .map((candidate) => ({ candidate, draw: random() ** (1 / Math.max(candidate.channel.weight, 1e-9)) }))
    .sort((a, b) => a.candidate.channel.priority - b.candidate.channel.priority || b.draw - a.draw)
    .map(({ candidate }) => candidate);
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

function modelsOf(channel: Channel): readonly ChannelModel[] {
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
