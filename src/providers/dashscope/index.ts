import type { Provider } from '../../contract/provider.ts';
import { decodeError } from './errors.ts';
import { IMAGE_MODELS, imageCard } from './image-models.ts';
import { images } from './images.ts';

/** Alibaba Cloud Model Studio (Bailian): Qwen-Image and Wan. */
export const dashscope: Provider = {
  id: 'dashscope',
  title: 'DashScope (Alibaba Cloud Model Studio)',
  docs: 'https://www.alibabacloud.com/help/en/model-studio/qwen-image-api',
  baseUrl: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
  envKey: 'DASHSCOPE_API_KEY',
  image: images,
  authorize: (secret) => ({ authorization: `Bearer ${secret}` }),
  decodeError,
  models: IMAGE_MODELS,
  card: (id) => imageCard(id) ?? { id },
};
