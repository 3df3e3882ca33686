import type { ImageCapability, ModelCard, Price } from '../contract/capability.ts';
import type { ListedModel } from '../contract/dialect.ts';
import { describeParameters, type ParameterSupport } from '../media/describe.ts';
import { type PictureEstimate, pictureEstimates } from '../metering/estimate.ts';
import { dayOf } from '../metering/price-list.ts';
import { type Offer, offers } from '../routing/candidates.ts';
import type { Channel } from '../routing/channel.ts';
import { drawsPictures } from './route.ts';

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

export const listModels = (channels: readonly Channel[]): ListedModel[] =>
  offers(channels).map(({ name, channel, card }) => ({
    id: name,
    object: 'model',
    created: 0,
    owned_by: channel.provider.id,
    architecture: { input_modalities: inputsOf(card), output_modalities: outputsOf(card) },
  }));

/** @param now Unix milliseconds: prices change with time */
export const listImageModels = (channels: readonly Channel[], now: number): ListedImageModel[] =>
  offers(channels)
    .filter(drawsPictures)
    .map((offer) => imageModel(offer, dayOf(now)));

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
