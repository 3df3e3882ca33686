import type { ModelCard } from '../contract/capability.ts';
import { type Candidate, candidateFor, candidates, modelsOf, type Offer, offers } from './candidates.ts';
import type { Channel } from './channel.ts';
import { chooses, holds, type ModelEntry, type RequestFacts } from './model-entry.ts';

/** What operators have said about models. */
export interface Catalog {
  /** By name. */
  readonly entries: ReadonlyMap<string, ModelEntry>;
  /** Names without an entry cannot be asked for. */
  readonly onlyEntries: boolean;
  /** The card with the prices that hold for the model on the channel now. @param model as the upstream calls it */
  priced(channel: Channel, model: string, card: ModelCard): ModelCard;
}

/** Nobody has said anything. */
export const EMPTY_CATALOG: Catalog = {
  entries: new Map(),
  onlyEntries: false,
  priced: (_channel, _model, card) => card,
};

/** What stands behind names: channels, and what is said about models. */
export interface Served {
  readonly channels: readonly Channel[];
  readonly catalog: Catalog;
}

/**
 * The targets for a name: those its entry leads to, by the priority of the association, else the channels' own models of that name.
 * @param facts asked for only where a condition depends on it
 */
export function targetsFor(served: Served, model: string, facts: () => RequestFacts): Candidate[] {
  const entry = served.catalog.entries.get(model);
  if (!entry && served.catalog.onlyEntries) return [];
  const found = entry ? entryTargets(entry, served.channels, facts) : candidates(served.channels, model);
  return found.map((each) => withPrices(each, served.catalog));
}

/** Everything clients can ask for by name; a name appears once. */
export function offersOf({ channels, catalog }: Served): Offer[] {
  const { entries, onlyEntries } = catalog;
  const own = [...entries.values()].flatMap((entry): Offer[] => {
    const [first] = entryTargets(entry, channels, () => ({}));
    if (!first) return [];
    return [
      { name: entry.name, channel: first.channel, card: withPrices(first, catalog).target.card, entry },
    ];
  });
  if (onlyEntries) return own;
  const rest = offers(channels).filter(({ name }) => !entries.has(name));
  return [...own, ...rest.map((offer) => ({ ...offer, card: pricedOffer(offer, catalog) }))];
}

function entryTargets(
  { name, enabled, associations }: ModelEntry,
  channels: readonly Channel[],
  facts: () => RequestFacts,
): Candidate[] {
  if (!enabled) return [];
  if (associations.length === 0) return candidates(channels, name);
  const byTarget = new Map<string, Candidate>();
  for (const { priority, channels: choice, model, when } of associations) {
    if (Object.keys(when).length > 0 && !holds(when, facts())) continue;
    for (const channel of channels) {
      if (!chooses(choice, channel)) continue;
      for (const candidate of ofChannel(channel, model)) {
        const key = `${channel.id}\n${candidate.target.model}`;
        const known = byTarget.get(key)?.rank ?? Number.POSITIVE_INFINITY;
        if (priority < known) byTarget.set(key, { ...candidate, rank: priority });
      }
    }
  }
  return [...byTarget.values()].sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
}

function ofChannel(channel: Channel, model: string | RegExp): Candidate[] {
  const names =
    typeof model === 'string'
      ? [model]
      : modelsOf(channel).flatMap(({ name }) => (model.test(name) ? [name] : []));
  return names.flatMap((name) => candidateFor(channel, name) ?? []);
}

function withPrices(candidate: Candidate, catalog: Catalog): Candidate {
  const { channel, target } = candidate;
  const card = catalog.priced(channel, target.model, target.card);
  return card === target.card ? candidate : { ...candidate, target: { ...target, card } };
}

const pricedOffer = ({ name, channel, card }: Offer, catalog: Catalog): ModelCard =>
  catalog.priced(channel, candidateFor(channel, name)?.target.model ?? name, card);
