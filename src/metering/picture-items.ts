import type { Price } from '../contract/capability.ts';
import type { Usage } from '../contract/response.ts';
import { type Item, itemOf } from './bill.ts';
import { type DrawnPicture, variantsOf } from './drawn-picture.ts';
import { findPrice } from './price-list.ts';

const NO_PRICE: Item = { unknown: 'No price of such a picture is known.' };

/** What the pictures of an answer cost where each has a price. */
export function pictureItems(
  usage: Usage,
  prices: readonly Price[],
  pictures: readonly DrawnPicture[],
): Item[] {
  const billed = usage.images ?? pictures.length;
  if (billed === pictures.length) return pictures.map((picture) => pictureItem(prices, picture));
  // Which of them were billed nobody says: that matters unless they all cost the same.
  const [price, ...others] = new Set(pictures.map((picture) => priceOf(prices, picture)));
  const same = pictures.length > 0 ? price : findPrice(prices, { what: 'output_image', per: ['image'] });
  if (others.length > 0 || same?.per !== 'image') {
    return [{ unknown: `The provider billed ${billed} pictures and sent ${pictures.length}.` }];
  }
  return [itemOf(same, billed)];
}

function pictureItem(prices: readonly Price[], picture: DrawnPicture): Item {
  const price = priceOf(prices, picture);
  if (!price) return NO_PRICE;
  return itemOf(price, price.per === 'megapixel' ? picture.width * picture.height : 1);
}

const priceOf = (prices: readonly Price[], picture: DrawnPicture): Price | undefined =>
  findPrice(prices, {
    what: 'output_image',
    per: ['image', 'megapixel'],
    variants: variantsOf(picture),
    measure: picture.width * picture.height,
  });
