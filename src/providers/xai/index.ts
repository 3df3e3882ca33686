import type { Provider } from '../../contract/provider.ts';
import { decodeError } from './errors.ts';
import { IMAGE_MODELS, imageCard } from './image-models.ts';
import { images } from './images.ts';

/** Grok Imagine. */
export const xai: Provider = {
  id: 'xai',
  title: 'xAI',
  docs: 'https://docs.x.ai/developers/model-capabilities/images/generation',
  baseUrl: 'https://api.x.ai/v1',
  envKey: 'XAI_API_KEY',
  image: images,
  authorize: (secret) => ({ authorization: `Bearer ${secret}` }),
  decodeError,
  models: IMAGE_MODELS,
  card: (id) => imageCard(id) ?? { id },
};
