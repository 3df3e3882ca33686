import type { ModelCard, Price } from '../../contract/capability.ts';
import type { Provider } from '../../contract/provider.ts';
import { describeParameters, type ParameterSupport } from '../../media/describe.ts';
import { type PictureEstimate, pictureEstimates } from '../../metering/estimate.ts';
import { offersOf, type Served } from '../../routing/catalog.ts';

/** What a model can do, and what is asked for it. */
interface Abilities {
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

/** A model that a provider's catalogue knows. */
export interface KnownModel extends Abilities {
  readonly id: string;
  /** Id of the provider type. */
  readonly provider: string;
  readonly title: string;
}

/** A model as clients see it, with the prices that are in force. */
export interface ServedModel extends Abilities {
  readonly id: string;
  readonly owner: string;
}

/** Every model of every catalogue. @param day in UTC, as `2026-11-23`: prices change with time */
export const knownModels = (providers: readonly Provider[], day: string): KnownModel[] =>
  providers.flatMap(({ id: provider, models }) =>
    models.map((card) => ({
      ...{ id: card.id, provider, title: card.title ?? card.id },
      ...abilitiesOf(card, day),
    })),
  );

/** Every model that somebody without rules can ask for. @param day as above */
export const servedModels = (served: Served, day: string): ServedModel[] =>
  offersOf(served).map(({ name, channel, card, entry }) => ({
    ...{ id: name, owner: entry?.developer || channel.provider.id },
    ...abilitiesOf(card, day),
  }));

function abilitiesOf(card: ModelCard, day: string): Abilities {
  const capability = card.image ?? card.chat?.image;
  return {
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
