import type { Provider } from '../../contract/provider.ts';
import { decodeError } from './errors.ts';
import { IMAGE_MODELS, imageCard } from './image-models.ts';
import { images } from './images.ts';

/** Zhipu (BigModel): GLM-Image and CogView. */
export const zhipu: Provider = {
  id: 'zhipu',
  title: 'Zhipu AI (BigModel)',
  docs: 'https://docs.bigmodel.cn/cn/guide/models/image-generation/glm-image',
  baseUrl: 'https://open.bigmodel.cn/api/paas/v4',
  envKey: 'ZHIPU_API_KEY',
  image: images,
  authorize: (secret) => ({ authorization: `Bearer ${secret}` }),
  decodeError,
  models: IMAGE_MODELS,
  card: (id) => imageCard(id) ?? { id },
};
