import type { ModelCard, Price } from '../../contract/capability.ts';
import { ANY_SEEDREAM, SEEDREAM_FAMILIES, type SeedreamFamily } from './seedream.ts';

/**
 * Text models, newest first: all of them see pictures.
 * UNVERIFIED against the vendor's own list; ids as public projects use them, seen 2026-11.
 */
const CHAT_MODELS: readonly (readonly [id: string, title: string])[] = [
  ['doubao-seed-2-1-pro-260915', 'Doubao Seed 2.1 pro'],
  ['doubao-seed-2-1-pro-260628', 'Doubao Seed 2.1 pro (June)'],
  ['doubao-seed-2-1-turbo-260628', 'Doubao Seed 2.1 turbo'],
  ['doubao-seed-2-0-lite-260428', 'Doubao Seed 2.0 lite'],
  ['doubao-seed-2-0-pro-260215', 'Doubao Seed 2.0 pro'],
  ['doubao-seed-2-0-mini-260215', 'Doubao Seed 2.0 mini'],
  ['doubao-seed-1-8-251228', 'Doubao Seed 1.8'],
];

/** What a retired picture model's users should ask for instead. */
const SUCCESSOR = 'doubao-seedream-5-0-pro-260628';

/** Volcengine's catalogue: pictures first, then text. */
export const MODELS: readonly ModelCard[] = [
  ...SEEDREAM_FAMILIES.flatMap((family) => family.ids.map((id) => seedreamCard(family, id))),
  ...CHAT_MODELS.map(([id, title]) => ({ id, title, chat: { vision: true } })),
];

/** The family of ids such as `doubao-seedream-4-0-250828`, `doubao-seed-dream-4-0` or `dola-seedream-5.5`. */
export function seedreamFamily(id: string): SeedreamFamily | undefined {
  const straight = straighten(id);
  return SEEDREAM_FAMILIES.find((family) => family.pattern.test(straight));
}

/** What is known about a model of either site (Volcengine, BytePlus), by its id or by its family. */
export function cardOf(id: string): ModelCard {
  const known = MODELS.find((card) => card.id === id);
  if (known) return known;
  const family = seedreamFamily(id);
  if (family) return seedreamCard(family, id);
  const straight = straighten(id);
  if (/^seed(ream|edit)/.test(straight)) return { id, image: ANY_SEEDREAM };
  // quirk(doubao): the name of an inference endpoint tells nothing about its model — Ark docs, seen 2026-11
  if (straight.startsWith('ep-')) return { id, chat: { vision: true }, image: ANY_SEEDREAM };
  return { id, chat: { vision: true } };
}

/** Without vendor prefix, with dashes for dots, and `seedream` in one word. */
function straighten(id: string): string {
  return id
    .toLowerCase()
    .replace(/^.*\//, '')
    .replaceAll('.', '-')
    .replace(/^(doubao|dola)-/, '')
    .replace(/^seed-dream/, 'seedream')
    .replace(/^seed-edit/, 'seededit');
}

function seedreamCard(family: SeedreamFamily, id: string): ModelCard {
  return {
    id,
    title: family.title,
    image: family.image,
    ...(family.retired !== undefined && { retired: family.retired, successor: SUCCESSOR }),
    prices: pricesOf(family, id),
    // quirk(doubao): billed per picture delivered, failed ones are free — BytePlus pricing, through a digest read 2026-10-08
    failures: 'free',
  };
}

/** The list is BytePlus's; Volcengine bills about as much, in yuan (4.5: ¥0.25, 4.0: ¥0.20 — seen 2026-09). */
function pricesOf({ prices }: SeedreamFamily, id: string): readonly Price[] {
  return /^doubao-/.test(id) ? prices.map((price) => ({ ...price, approximate: true })) : prices;
}
