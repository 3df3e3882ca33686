import type { ModelCard, Price } from '../contract/capability.ts';
import type { Cost } from '../contract/cost.ts';
import type { Usage } from '../contract/response.ts';
import { billOf, type Item, itemOf, reportedCost } from './bill.ts';
import type { CallWork } from './call-work.ts';
import { pictureItems } from './picture-items.ts';
import { findPrice, pricesOn } from './price-list.ts';
import { countsTokens, tokenItems } from './token-items.ts';

/**
 * What one answered call cost. What the provider says itself goes before everything; then tokens count, else pictures. A count
 * that has no price makes the whole unknown.
 */
export function costOf(usage: Usage, model: ModelCard, work: CallWork): Cost {
  if (usage.cost !== undefined) return reportedCost(usage.cost);
  const prices = pricesOn(work.day, model);
  const card = { ...model, prices };
  if (prices.length === 0) return { unknown: 'No price of this model is known.' };
  return billOf([
    ...perCall(prices, 'request', 'request', 1),
    ...perCall(prices, 'input_reference', 'image', work.references),
    ...answerItems(usage, card, work),
  ]);
}

type PricedModel = ModelCard & { readonly prices: readonly Price[] };

function answerItems(usage: Usage, card: PricedModel, work: CallWork): Item[] {
  const { prices } = card;
  const byTokens = prices.filter(({ per }) => per === 'million_tokens');
  const byPicture = prices.filter(({ what, per }) => what === 'output_image' && per !== 'million_tokens');
  if (byTokens.length > 0 && countsTokens(usage)) {
    const tokens = tokenItems(usage, card, work);
    const drawnByTokens = byTokens.some(({ what }) => what === 'output_image');
    return drawnByTokens ? tokens : [...tokens, ...pictureItems(usage, byPicture, work.pictures)];
  }
  if (byPicture.length === 0 && prices.every(({ per }) => per === 'request')) return [];
  // Rounded figures for a picture stand for all of its tokens.
  if (byTokens.length === 0 || byPicture.some(({ approximate }) => approximate)) {
    return pictureItems(usage, byPicture, work.pictures);
  }
  return [{ unknown: 'The provider did not tell how many tokens it used.' }];
}

/** Positions that only some price lists have: without a price they are not charged for. */
function perCall(prices: readonly Price[], what: Price['what'], per: Price['per'], count: number): Item[] {
  const price = findPrice(prices, { what, per: [per] });
  return price ? [itemOf(price, Math.max(0, count - (price.free ?? 0)))] : [];
}
