import { GatewayError } from '../../contract/error.ts';
import type { Provider } from '../../contract/provider.ts';
import { imageProcedure } from './image.ts';
import { cardOf, MODELS } from './models.ts';
import { type Pauses, talkProcedure } from './talk.ts';

/** The built-in provider: no network, no account, no AI. Slow enough by default that streaming can be watched. */
export function createDemo(pauses: Pauses): Provider {
  return {
    id: 'demo',
    title: 'Demo (built in, no AI)',
    docs: 'docs/image-generation.md',
    baseUrl: '',
    chat: talkProcedure(pauses),
    image: imageProcedure(pauses.drawingMs),
    authorize: () => ({}),
    decodeError: ({ status }) =>
      new GatewayError('upstream_error', 'The demo failed.', { upstreamStatus: status }),
    models: MODELS,
    card: cardOf,
  };
}

export const demo: Provider = createDemo({ drawingMs: 150, wordMs: 20 });
