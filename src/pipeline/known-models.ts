import type { ModelCard, Price } from '../contract/capability.ts';
import type { Provider } from '../contract/provider.ts';
import { describeParameters, type ParameterSupport } from '../media/describe.ts';
import { type PictureEstimate, pictureEstimates } from '../metering/estimate.ts';

/** A model that a provider's catalogue knows, with what it can do and what its provider asks for it. */
export interface KnownModel {
  readonly id: string;
  /** Id of the provider type. */
  readonly provider: string;
  readonly title: string;
  readonly text: boolean;
  readonly vision: boolean;
  readonly image: {
    readonly tasks: readonly string[];
    readonly maxCount: number;
    readonly maxInputs: number;
    readonly parameters: { readonly [parameter: string]: ParameterSupport };
  } | null;
  /** Null: none is known. */
  readonly prices: readonly Price[] | null;
  /** What one picture costs, the question not counted; empty: it cannot be told before. */
  readonly estimates: readonly PictureEstimate[];
  readonly retired: string | null;
  readonly successor: string | null;
}

/** Every model of every catalogue. @param day in UTC, as `2026-11-23`: prices change with time */
export const knownModels = (providers: readonly Provider[], day: string): KnownModel[] =>
  providers.flatMap((provider) => provider.models.map((card) => knownModel(provider, card, day)));

function knownModel({ id: provider }: Provider, card: ModelCard, day: string): KnownModel {
  const capability = card.image ?? card.chat?.image;
  return {
    id: card.id,
    provider,
    title: card.title ?? card.id,
    text: card.chat !== undefined && !card.chat.imageOnly,
    vision: card.chat?.vision ?? false,
    image: capability
      ? {
          tasks: capability.tasks,
          maxCount: capability.maxCount,
          maxInputs: capability.inputs.max,
          parameters: describeParameters(capability),
        }
      : null,
    prices: card.prices ?? null,
    estimates: pictureEstimates(card, day),
    retired: card.retired ?? null,
    successor: card.successor ?? null,
  };
}
