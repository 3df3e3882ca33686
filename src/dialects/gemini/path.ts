import { GatewayError } from '../../contract/error.ts';

const ACTIONS = ['generateContent', 'streamGenerateContent', 'countTokens'] as const;
export type Action = (typeof ACTIONS)[number];

/** `google/gemini-3-pro-image:generateContent` → model and action. */
export function decodeAction(rest: string): { readonly model: string; readonly action: Action } {
  const colon = rest.lastIndexOf(':');
  const action = ACTIONS.find((name) => name === rest.slice(colon + 1));
  const model = rest.slice(0, colon);
  if (colon > 0 && action) return { model, action };
  throw new GatewayError(
    'not_found',
    `The path must end in a model and one of: ${ACTIONS.map((name) => `:${name}`).join(', ')}.`,
  );
}

/** Without `alt=sse` the answer of a stream is one JSON array. */
export const framing = (url: string): 'sse' | 'json-array' => {
  const query = url.indexOf('?');
  const alt = query < 0 ? undefined : new URLSearchParams(url.slice(query)).get('alt');
  return alt === 'sse' ? 'sse' : 'json-array';
};
