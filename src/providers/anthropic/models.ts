import type { ModelCard } from '../../contract/capability.ts';
import { claudePrices } from './prices.ts';

/** Every current Claude reads pictures and writes text; none draws. */
const card = (id: string, title: string, cost?: Parameters<typeof claudePrices>): ModelCard => ({
  id,
  title,
  chat: { vision: true },
  ...(cost && { prices: claudePrices(...cost) }),
});

/**
 * Ids from the types of npm @anthropic-ai/sdk 1.12.0, seen 2026-11, newest first. Models without prices are UNVERIFIED
 * beyond their id; Haiku 5.5 is priced "from" these figures.
 */
export const MODELS: readonly ModelCard[] = [
  card('claude-fable-5-2', 'Claude Fable 5.2', [8, 40]),
  card('claude-haiku-5-5', 'Claude Haiku 5.5', [0.1, 0.5]),
  card('claude-sonnet-5-5', 'Claude Sonnet 5.5', [2, 10]),
  card('claude-opus-5-5', 'Claude Opus 5.5', [4, 20, 0.2]),
  card('claude-fable-5-1', 'Claude Fable 5.1', [10, 50, 0.25]),
  card('claude-opus-5', 'Claude Opus 5', [5, 25, 0.5]),
  card('claude-sonnet-5', 'Claude Sonnet 5', [2, 10, 0.2]),
  card('claude-opus-4-8', 'Claude Opus 4.8', [5, 25, 0.5]),
  card('claude-opus-4-7', 'Claude Opus 4.7', [5, 25, 0.5]),
  card('claude-opus-4-6', 'Claude Opus 4.6', [5, 25, 0.5]),
  card('claude-sonnet-4-6', 'Claude Sonnet 4.6', [3, 15, 0.3]),
  card('claude-opus-4-5', 'Claude Opus 4.5', [5, 25, 0.5]),
  card('claude-haiku-4-5', 'Claude Haiku 4.5', [1, 5, 0.1]),
  card('claude-sonnet-4-5', 'Claude Sonnet 4.5', [3, 15, 0.3]),
];

/** What is known about a model id; snapshots share their model's card, and an unknown id is a Claude like all others. */
export function cardOf(id: string): ModelCard {
  const bare = id.replace(/-\d{8}$/, '');
  const known = MODELS.find((each) => each.id === bare) ?? { chat: { vision: true } };
  return { ...known, id };
}
