/** How a client may ask for something: every fault is tried on each of them. */
export interface Way {
  readonly path: string;
  readonly body: { readonly [member: string]: unknown };
  /** What is asked for. A picture may have been drawn and billed although no answer came. */
  readonly asks: 'text' | 'picture';
  readonly stream: boolean;
}

const messages = [{ role: 'user', content: 'Good morning' }];
const text = { model: 'gpt-5-mini', messages };
const claude = { ...text, max_tokens: 100 };
const picture = { model: 'gpt-image-2', prompt: 'A kite', size: '1024x1024' };
const drawing = { model: 'gpt-image-2', messages, modalities: ['image'] };

const way = (path: string, asks: Way['asks'], body: Way['body']): Way => ({
  path,
  body,
  asks,
  stream: body.stream === true,
});

export const WAYS = {
  'text, relayed': way('/v1/chat/completions', 'text', text),
  'text, relayed as a stream': way('/v1/chat/completions', 'text', { ...text, stream: true }),
  'text, converted': way('/v1/messages', 'text', claude),
  'text, converted as a stream': way('/v1/messages', 'text', { ...claude, stream: true }),
  'a picture': way('/v1/images/generations', 'picture', picture),
  'a picture as a stream': way('/v1/images/generations', 'picture', { ...picture, stream: true }),
  'a picture in a chat': way('/v1/chat/completions', 'picture', drawing),
} as const satisfies { readonly [name: string]: Way };

export type WayName = keyof typeof WAYS;
export const WAY_NAMES = Object.keys(WAYS) as readonly WayName[];
