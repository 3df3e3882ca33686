import { GatewayError } from '../contract/error.ts';
import { closest } from '../lib/closest.ts';
import { type Candidate, candidates, type Offer, offers } from '../routing/candidates.ts';
import type { PipelineParts } from './exchange.ts';

export const drawsPictures = ({ card }: Offer): boolean =>
  card.image !== undefined || card.chat?.image !== undefined;

/** The targets for a model, in the order they are tried. @throws GatewayError `model_not_found` with the nearest name */
export function route(parts: PipelineParts, model: string): { targets: Candidate[]; alternatives: string[] } {
  const channels = parts.channels();
  const targets = candidates(channels, model, parts.random);
  const offered = offers(channels);
  if (targets.length === 0)
    throw unknownModel(
      model,
      offered.map(({ name }) => name),
    );
  const drawing = offered.filter((offer) => offer.name !== model && drawsPictures(offer));
  return { targets, alternatives: drawing.map(({ name }) => name).slice(0, 8) };
}

function unknownModel(model: string, names: readonly string[]): GatewayError {
  const near = closest(model, names);
  const hint = near ? ` Did you mean "${near}"?` : ' GET /v1/models lists what this key can call.';
  return new GatewayError('model_not_found', `No channel serves the model "${model.slice(0, 100)}".${hint}`, {
    field: 'model',
  });
}
