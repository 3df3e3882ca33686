import type { Provider } from '../../contract/provider.ts';
import { decodeError } from './errors.ts';
import { images } from './images.ts';
import { cardOf, MODELS } from './models.ts';

/** Black Forest Labs' own API of the FLUX models; regional base URLs work as well. */
export const bfl: Provider = {
  id: 'bfl',
  title: 'Black Forest Labs (FLUX)',
  docs: 'https://docs.bfl.ai',
  baseUrl: 'https://api.bfl.ai/v1',
  hosts: ['*.bfl.ai'],
  envKey: 'BFL_API_KEY',
  image: images,
  authorize: (secret) => ({ 'x-key': secret }),
  decodeError,
  models: MODELS,
  card: cardOf,
};
