import type { ImageCapability, ModelCard, Price } from '../../contract/capability.ts';

const DRAWING: ImageCapability = {
  tasks: ['generate', 'edit'],
  size: {
    kind: 'free',
    multiple: 1,
    minPixels: 16 * 16,
    maxPixels: 4096 * 4096,
    minEdge: 16,
    maxEdge: 4096,
    maxRatio: 256,
  },
  maxCount: 10,
  quality: {
    kind: 'native',
    map: {
      auto: 'medium',
      low: 'low',
      medium: 'medium',
      standard: 'medium',
      high: 'high',
      hd: 'high',
      xhigh: 'xhigh',
      max: 'max',
    },
    fallback: 'medium',
  },
  background: { native: ['auto', 'opaque', 'transparent'], transparent: 'always' },
  format: { native: ['png', 'jpeg', 'webp'], compression: true },
  // Nothing here could act on a wish for fidelity or moderation, so the planner has to say that they have no effect.
  inputFidelity: [],
  moderation: 'none',
  mask: 'alpha',
  watermark: { visible: 'switch' },
  seed: true,
  negativePrompt: true,
  styles: ['vivid', 'natural'],
  maxPartials: 3,
  stream: true,
  inputs: { max: 16, mediaTypes: ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] },
};

const FREE: readonly Price[] = (['input_text', 'input_image', 'output_text', 'output_image'] as const).map(
  (what) => ({ what, per: 'million_tokens', usd: 0, source: 'built in, free' }),
);

const DEMO_IMAGE: ModelCard = {
  id: 'demo-image',
  title: 'Demo pictures (no AI)',
  image: DRAWING,
  prices: FREE,
};

const DEMO_CHAT: ModelCard = {
  id: 'demo-chat',
  title: 'Demo chat (no AI)',
  chat: { vision: true, image: DRAWING },
  prices: FREE,
};

export const MODELS: readonly ModelCard[] = [DEMO_IMAGE, DEMO_CHAT];

/** Any id with `chat` in it talks, every other one draws. */
export const cardOf = (model: string): ModelCard => ({
  ...(model.includes('chat') ? DEMO_CHAT : DEMO_IMAGE),
  id: model,
});
