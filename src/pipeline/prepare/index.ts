import type { Request } from '../../contract/request.ts';
import type { Candidate } from '../../routing/candidates.ts';
import type { Exchange } from '../exchange.ts';
import type { Routes } from '../route.ts';
import type { Work } from '../work.ts';
import { prepareChatPicture } from './chat-picture.ts';
import { preparePicture } from './picture.ts';
import { chooseSurface } from './surface.ts';
import { prepareEstimate, prepareTask } from './task.ts';
import { prepareText } from './text.ts';

/**
 * Makes of the client's request what one target is to do: chooses the operation, fetches pictures, plans parameters.
 * Done anew for every target, because another model has other rules.
 * @param alternatives models that draw, for error messages
 */
export async function prepare(
  exchange: Exchange,
  candidate: Candidate,
  request: Request,
  alternatives: Routes['alternatives'],
): Promise<Work> {
  const surface = chooseSurface(forProviders(request), candidate, alternatives);
  switch (surface.kind) {
    case 'text':
      return prepareText(exchange, candidate, surface);
    case 'task':
      return prepareTask(surface);
    case 'estimate':
      return prepareEstimate(surface);
    case 'chat-picture':
      return prepareChatPicture(exchange, surface, alternatives);
    case 'picture':
      return preparePicture(exchange, surface, alternatives);
  }
}

/** Without what a dialect only tells its own encoder. */
function forProviders(request: Request): Request {
  const { client: _, ...extensions } = request.extensions;
  return { ...request, extensions };
}
