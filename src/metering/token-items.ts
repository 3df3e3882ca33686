import type { ModelCard, Price } from '../contract/capability.ts';
import type { Usage } from '../contract/response.ts';
import { type Item, itemOf } from './bill.ts';
import type { CallWork } from './call-work.ts';
import { picturesTokens } from './picture-tokens.ts';
import { findPrice } from './price-list.ts';

/** Tokens of one kind, with the names its price may have. */
interface Kind {
  readonly what: Price['what'];
  readonly variants?: readonly string[];
  readonly tokens: number;
}

export const countsTokens = ({ inputTokens, outputTokens, outputImageTokens }: Usage): boolean =>
  inputTokens !== undefined || outputTokens !== undefined || outputImageTokens !== undefined;

/** What the tokens of a call cost, kind by kind. */
export function tokenItems(usage: Usage, card: ModelCard, work: CallWork): Item[] {
  // UNVERIFIED prices: no card has those of sound, which costs many times what words cost.
  if (usage.inputAudioTokens || usage.outputAudioTokens) {
    return [{ unknown: "No price of this model's audio tokens is known." }];
  }
  const list = new TokenPrices(card.prices ?? [], usage.inputTokens);
  return [inputKinds(usage, list, work), outputKinds(usage, list, card, work)].flatMap((kinds) =>
    Array.isArray(kinds) ? kinds.flatMap((kind) => list.items(kind)) : [kinds],
  );
}

type Kinds = Kind[] | { readonly unknown: string };

function inputKinds(usage: Usage, list: TokenPrices, { references }: CallWork): Kinds {
  const { inputTokens, cachedInputTokens: cached = 0, cacheWriteTokens: written = 0 } = usage;
  if (inputTokens === undefined) return { unknown: 'The provider did not tell its input tokens.' };
  // Where words and pictures cost the same they need not be told apart, not even among what was cached.
  const alike = list.picturesAreText && (cached > 0 || usage.inputImageTokens === undefined);
  const pictures = alike ? 0 : (usage.inputImageTokens ?? (references === 0 ? 0 : undefined));
  if (pictures === undefined) {
    return { unknown: 'The provider did not tell which of its input tokens are pictures.' };
  }
  const cachedPictures = usage.cachedInputImageTokens ?? (cached === 0 || pictures === 0 ? 0 : undefined);
  if (cachedPictures === undefined) {
    return { unknown: 'The provider did not tell which of the cached tokens are pictures.' };
  }
  const hour = Math.min(usage.cacheWriteHourTokens ?? 0, written);
  return [
    { what: 'input_text', tokens: inputTokens - pictures - (cached - cachedPictures) - written },
    { what: 'input_image', tokens: pictures - cachedPictures },
    { what: 'cached_input', variants: ['text'], tokens: cached - cachedPictures },
    { what: 'cached_input', variants: ['image'], tokens: cachedPictures },
    { what: 'cache_write', variants: ['5m'], tokens: written - hour },
    { what: 'cache_write', variants: ['1h'], tokens: hour },
  ];
}

function outputKinds(usage: Usage, list: TokenPrices, card: ModelCard, { pictures }: CallWork): Kinds {
  const total = usage.outputTokens ?? usage.outputImageTokens;
  if (total === undefined) {
    return list.answers ? { unknown: 'The provider did not tell its output tokens.' } : [];
  }
  const drawn =
    usage.outputImageTokens ??
    (list.equal('output_text', 'output_image') ? 0 : picturesTokens(card, pictures));
  if (drawn === undefined) {
    return { unknown: 'The provider did not tell which of its output tokens are pictures.' };
  }
  const written = Math.max(0, total - drawn);
  const reasoning = Math.min(usage.reasoningTokens ?? 0, written);
  return [
    { what: 'output_text', tokens: written - reasoning },
    { what: 'reasoning', tokens: reasoning },
    ...(list.drawsByPicture ? [] : [{ what: 'output_image', tokens: drawn } as const]),
  ];
}

/** The token prices of a model for a call with so many input tokens. */
class TokenPrices {
  readonly #prices: readonly Price[];
  readonly #inputTokens: number | undefined;

  constructor(prices: readonly Price[], inputTokens: number | undefined) {
    this.#prices = prices;
    this.#inputTokens = inputTokens;
  }

  /** The model has an answer to pay for; embeddings are free of it. */
  get answers(): boolean {
    return this.#prices.some(({ what }) => what === 'output_text' || what === 'output_image');
  }

  /** Pictures of the answer are paid for one by one, not by their tokens. */
  get drawsByPicture(): boolean {
    const drawing = this.#prices.filter(({ what }) => what === 'output_image');
    return drawing.length > 0 && drawing.every(({ per }) => per !== 'million_tokens');
  }

  /** Pictures in the question cost what words cost, cached or not. */
  get picturesAreText(): boolean {
    const [text, image] = [this.#find('cached_input', ['text']), this.#find('cached_input', ['image'])];
    return text?.usd === image?.usd && this.equal('input_text', 'input_image');
  }

  equal(one: Price['what'], other: Price['what']): boolean {
    return this.#find(one)?.usd === this.#find(other)?.usd;
  }

  items({ what, variants, tokens }: Kind): Item[] {
    if (tokens <= 0) return [];
    const price =
      this.#find(what, variants) ?? (what === 'reasoning' ? this.#find('output_text') : undefined);
    if (!price) return [{ unknown: `No price of this model's ${what.replace('_', ' ')} tokens is known.` }];
    return [itemOf({ ...price, what }, tokens)];
  }

  #find(what: Price['what'], variants: readonly string[] = []): Price | undefined {
    const measure = this.#inputTokens;
    return findPrice(this.#prices, {
      what,
      per: ['million_tokens'],
      variants,
      ...(measure !== undefined && { measure }),
    });
  }
}
