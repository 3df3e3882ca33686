import type { Provider } from '../../contract/provider.ts';
import { decodeError } from './errors.ts';
import { images } from './images.ts';
import { cardOf, MODELS } from './models.ts';

/** Replicate: official models by `owner/name`, any other by `owner/name:version`. */
export const replicate: Provider = {
  id: 'replicate',
  title: 'Replicate',
  docs: 'https://replicate.com/docs/reference/http',
  baseUrl: 'https://api.replicate.com/v1',
  envKey: 'REPLICATE_API_TOKEN',
  keys: /^r8_/,
  image: images,
  authorize: (secret) => ({ authorization: `Bearer ${secret}` }),
  decodeError,
  models: MODELS,
  card: cardOf,
};
