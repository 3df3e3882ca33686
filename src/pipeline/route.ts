import { GatewayError } from '../contract/error.ts';
import { closest } from '../lib/closest.ts';
import { type Candidate, candidates, type Offer, offers } from '../routing/candidates.ts';
import type { PipelineParts } from './exchange.ts';

export const drawsPictures = ({ card }: Offer): boolean =>
  card.image !== undefined || card.chat?.image !== undefined;

/** Where a request can go. */
export interface Routes {
  /** In the order they are tried. */
  readonly targets: readonly Candidate[];
  /** Other models that draw, for error messages; worked out only when somebody asks. */
  alternatives(): readonly string[];
}

const MAX_ALTERNATIVES = 8;

/** @throws GatewayError `model_not_found` with the nearest name */
export function route(parts: PipelineParts, model: string): Routes {
  const channels = parts.channels();
  const targets = candidates(channels, model, parts.random);
  if (targets.length === 0) {
    throw unknownModel(
      model,
      offers(channels).map(({ name }) => name),
    );
  }
  const alternatives = (): string[] => {
    const drawing = offers(channels).filter((offer) => offer.name !== model && drawsPictures(offer));
    return drawing.map(({ name }) => name).slice(0, MAX_ALTERNATIVES);
  };
  return { targets, alternatives };
}

function unknownModel(model: string, names: readonly string[]): GatewayError {
  const near = closest(model, names);
  const hint = near ? ` Did you mean "${near}"?` : ' GET /v1/models lists what this key can call.';
  return new GatewayError('model_not_found', `No channel serves the model "${model.slice(0, 100)}".${hint}`, {
    field: 'model',
  });
}
