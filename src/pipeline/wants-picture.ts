import type { Request } from '../contract/request.ts';

/** Whether a provider is asked to draw, and so may bill a picture. */
export const wantsPicture = (request: Request): boolean =>
  request.operation === 'image' || (request.operation === 'chat' && request.output.image !== undefined);
