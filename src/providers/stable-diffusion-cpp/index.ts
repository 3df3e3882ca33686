import type { Provider } from '../../contract/provider.ts';
import { listOpenAiModels } from '../openai-compatible/list-models.ts';
import { decodeError } from './errors.ts';
import { images } from './images.ts';
import { cardOf, MODELS } from './models.ts';

/** The server of stable-diffusion.cpp (`sd-server`); newer ones, with the OpenAI routes. */
export const stableDiffusionCpp: Provider = {
  id: 'stable-diffusion-cpp',
  title: 'stable-diffusion.cpp server',
  docs: 'https://github.com/leejet/stable-diffusion.cpp/blob/master/examples/server/api.md',
  baseUrl: 'http://127.0.0.1:1234/v1',
  image: images,
  /** Only a proxy in front of the server looks at it. */
  authorize: (secret) => ({ authorization: `Bearer ${secret}` }),
  listModels: listOpenAiModels,
  decodeError,
  models: MODELS,
  card: cardOf,
};
