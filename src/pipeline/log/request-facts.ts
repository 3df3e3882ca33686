import type { Caller } from '../../accounts/keyring.ts';
import type { Request } from '../../contract/request.ts';
import type { RequestFacts } from '../../routing/model-entry.ts';
import { tokensOfQuestion } from '../admit/reserve.ts';
import { wantsPicture } from '../wants-picture.ts';
import { picturesIn } from './meter.ts';

/** What conditions of model entries look at. */
export const requestFacts = (request: Request, { project }: Caller): RequestFacts => ({
  operation: request.operation,
  draws: wantsPicture(request),
  seesPictures: picturesIn(request) > 0 || (request.operation === 'image' && request.inputs.length > 0),
  stream: request.stream,
  project,
  ...(request.operation === 'chat' && { tokens: tokensOfQuestion(request) }),
});
