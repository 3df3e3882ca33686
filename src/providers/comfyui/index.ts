import type { Provider } from '../../contract/provider.ts';
import { decodeError } from './errors.ts';
import { images } from './images.ts';
import { listModels } from './list-models.ts';
import { cardOf } from './models.ts';
import { settings } from './settings.ts';

/** A ComfyUI server: its checkpoints with the built-in workflows, or workflows of the operator's own. */
export const comfyui: Provider = {
  id: 'comfyui',
  title: 'ComfyUI',
  docs: 'https://docs.comfy.org/development/comfyui-server/comms_routes',
  baseUrl: 'http://127.0.0.1:8188',
  settings,
  accepts: /\.(safetensors|ckpt|sft)$/,
  image: images,
  /** Only a proxy in front of the server looks at it. */
  authorize: (secret) => ({ authorization: `Bearer ${secret}` }),
  listModels,
  decodeError,
  models: [],
  card: cardOf,
};
