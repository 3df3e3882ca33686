import type { Caller } from '../../accounts/keyring.ts';
import type { ImageCapability, ModelCard, Price } from '../../contract/capability.ts';
import type { ListedModel } from '../../contract/dialect.ts';
import { describeParameters, type ParameterSupport } from '../../media/describe.ts';
import { type PictureEstimate, pictureEstimates } from '../../metering/estimate.ts';
import { dayOf } from '../../metering/price-list.ts';
import type { Offer } from '../../routing/candidates.ts';
import { offersOf, type Served } from '../../routing/catalog.ts';
import { reachable } from '../admit/access.ts';
import { drawsPictures } from '../route.ts';

/** One entry of `GET /v1/images/models`. */
export interface ListedImageModel {
  readonly id: string;
  readonly object: 'image_model';
  readonly provider: string;
  readonly tasks: readonly string[];
  readonly parameters: { readonly [parameter: string]: ParameterSupport };
  readonly prices: readonly Price[] | null;
  /** What one picture costs, the question not counted; null where it cannot be told before. */
  readonly estimates: readonly PictureEstimate[] | null;
  readonly retired: string | null;
  readonly successor: string | null;
}

/** What this key can call, under the names it can use. */
export const listModels = (caller: Caller, served: Served): ListedModel[] =>
  offersTo(caller, served).map(({ name, channel, card, entry }) => ({
    id: name,
    object: 'model',
    created: 0,
    owned_by: entry?.developer || channel.provider.id,
    ...(entry?.description && { description: entry.description }),
    architecture: { input_modalities: inputsOf(card), output_modalities: outputsOf(card) },
  }));

/** @param now Unix milliseconds: prices change with time */
export const listImageModels = (caller: Caller, served: Served, now: number): ListedImageModel[] =>
  offersTo(caller, served)
    .filter(drawsPictures)
    .map((offer) => imageModel(offer, dayOf(now)));

/** Names that the key's mappings add stand for the model they mean. */
function offersTo(caller: Caller, { channels, catalog }: Served): Offer[] {
  const { access } = caller;
  const all = offersOf({ channels: reachable(caller, channels), catalog });
  const byName = new Map(all.map((offer) => [offer.name, offer]));
  const aliases = access.aliases.flatMap((name) => {
    const meant = byName.get(access.resolve(name));
    return meant && !byName.has(name) ? [{ ...meant, name }] : [];
  });
  return [...all, ...aliases].filter(({ name }) => access.allowsModel(name));
}

function imageModel({ name, channel, card }: Offer, day: string): ListedImageModel {
  const estimates = pictureEstimates(card, day);
  const capability = (card.image ?? card.chat?.image) as ImageCapability;
  return {
    id: name,
    object: 'image_model',
    provider: channel.provider.id,
    tasks: capability.tasks,
    parameters: describeParameters(capability),
    prices: card.prices ?? null,
    estimates: estimates.length > 0 ? estimates : null,
    retired: card.retired ?? null,
    successor: card.successor ?? null,
  };
}

function inputsOf({ chat, image }: ModelCard): string[] {
  const seesPictures = chat?.vision || image?.tasks.includes('edit') || chat?.image?.tasks.includes('edit');
  return seesPictures ? ['text', 'image'] : ['text'];
}

function outputsOf({ chat, image }: ModelCard): string[] {
  const text = chat !== undefined && !chat.imageOnly;
  const picture = image !== undefined || chat?.image !== undefined;
  return [...(text ? ['text'] : []), ...(picture ? ['image'] : [])];
}
