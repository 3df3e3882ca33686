import type { Caller } from '../accounts/keyring.ts';
import type { ImageCapability } from '../contract/capability.ts';
import { GatewayError } from '../contract/error.ts';
import type { WishFields } from '../contract/image.ts';
import { closest } from '../lib/closest.ts';
import { canFulfil } from '../media/supports.ts';
import type { Offer } from '../routing/candidates.ts';
import { offersOf, targetsFor } from '../routing/catalog.ts';
import type { RequestFacts } from '../routing/model-entry.ts';
import type { RankedCandidate } from '../routing/router.ts';
import { reachable } from './admit/access.ts';
import type { PipelineParts } from './exchange.ts';

const capabilityOf = ({ card }: Offer): ImageCapability | undefined => card.image ?? card.chat?.image;

export const drawsPictures = (offer: Offer): boolean => capabilityOf(offer) !== undefined;

/** Where a request can go. */
export interface Routes {
  /** In the order they are tried. */
  readonly targets: readonly RankedCandidate[];
  /** Other models that draw and can fulfil the wish, for error messages; worked out only when somebody asks. */
  alternatives(wish?: keyof WishFields): readonly string[];
}

const MAX_ALTERNATIVES = 8;

interface RouteWish {
  readonly model: string;
  /** What the client called it. */
  readonly asked: string;
  /** What conditions look at. */
  readonly facts: () => RequestFacts;
  /** What the calls that should go to one channel have in common. */
  readonly trace: string | undefined;
}

/** @throws GatewayError `model_not_found` with the nearest name */
export function route(
  parts: Pick<PipelineParts, 'channels' | 'catalog' | 'router'>,
  caller: Caller,
  { model, asked, facts, trace }: RouteWish,
): Routes {
  const served = { channels: reachable(caller, parts.channels()), catalog: parts.catalog() };
  const targets = parts.router.order(targetsFor(served, model, facts), trace);
  if (targets.length === 0) {
    const names = offersOf(served).map(({ name }) => name);
    throw unknownModel({ model, asked }, names);
  }
  const alternatives = (wish?: keyof WishFields): string[] => {
    const drawing = offersOf(served).filter((offer) => {
      const capability = capabilityOf(offer);
      return offer.name !== model && capability && (wish === undefined || canFulfil(capability, wish));
    });
    return drawing.map(({ name }) => name).slice(0, MAX_ALTERNATIVES);
  };
  return { targets, alternatives };
}

function unknownModel(
  { model, asked }: Pick<RouteWish, 'model' | 'asked'>,
  names: readonly string[],
): GatewayError {
  const near = closest(model, names);
  const hint = near ? ` Did you mean "${near}"?` : ' GET /v1/models lists what this key can call.';
  const named = asked === model ? '' : `, which "${asked.slice(0, 100)}" means for this API key`;
  const missing = `No channel serves the model "${model.slice(0, 100)}"${named}`;
  return new GatewayError('model_not_found', `${missing}.${hint}`, { field: 'model' });
}
