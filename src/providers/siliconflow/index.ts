import type { Provider } from '../../contract/provider.ts';
import { decodeError } from './errors.ts';
import { IMAGE_MODELS, imageCard } from './image-models.ts';
import { images } from './images.ts';

/** SiliconFlow's picture models. */
export const siliconflow: Provider = {
  id: 'siliconflow',
  title: 'SiliconFlow',
  docs: 'https://docs.siliconflow.cn/en/api-reference/images/images-generations',
  baseUrl: 'https://api.siliconflow.cn/v1',
  envKey: 'SILICONFLOW_API_KEY',
  image: images,
  authorize: (secret) => ({ authorization: `Bearer ${secret}` }),
  decodeError,
  models: IMAGE_MODELS,
  card: (id) => imageCard(id) ?? { id },
};
