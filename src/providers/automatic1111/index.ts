import type { Provider } from '../../contract/provider.ts';
import { decodeError } from './errors.ts';
import { images } from './images.ts';
import { listModels } from './list-models.ts';
import { cardOf, MODELS } from './models.ts';

/** AUTOMATIC1111's Stable Diffusion web UI and Forge, started with `--api`. */
export const automatic1111: Provider = {
  id: 'automatic1111',
  title: 'AUTOMATIC1111 / Forge',
  docs: 'https://github.com/AUTOMATIC1111/stable-diffusion-webui/wiki/API',
  baseUrl: 'http://127.0.0.1:7860',
  image: images,
  /** The key is `user:password`, as given to `--api-auth`. */
  authorize: (secret) => ({ authorization: `Basic ${Buffer.from(secret).toString('base64')}` }),
  listModels,
  decodeError,
  models: MODELS,
  card: cardOf,
};
