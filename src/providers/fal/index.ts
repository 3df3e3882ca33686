import type { Provider } from '../../contract/provider.ts';
import { decodeError } from './errors.ts';
import { images } from './images.ts';
import { cardOf, MODELS } from './models.ts';

/** fal's queue: any picture endpoint of theirs, by its id. */
export const fal: Provider = {
  id: 'fal',
  title: 'fal',
  docs: 'https://fal.ai/docs/documentation/model-apis/inference/queue',
  baseUrl: 'https://queue.fal.run',
  // The second is the backup that fal names in its OpenAPI document.
  hosts: ['queue.fal.run', 'queue.falrun.com'],
  envKey: 'FAL_KEY',
  keys: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:[0-9a-f]{32}$/,
  image: images,
  authorize: (secret) => ({ authorization: `Key ${secret}` }),
  decodeError,
  models: MODELS,
  card: cardOf,
};
