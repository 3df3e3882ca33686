import type { Wishes } from './wishes.ts';

/** How the gateway calls what is wished of a picture, and how the form does. */
const MEMBERS: { readonly [wish: string]: keyof Wishes } = {
  ...{ size: 'size', tier: 'size', aspectRatio: 'size', quality: 'quality', format: 'output_format' },
  ...{ compression: 'output_compression', background: 'background', inputFidelity: 'input_fidelity' },
  ...{ moderation: 'moderation', count: 'n', partials: 'partial_images', seed: 'seed', style: 'style' },
  ...{ negativePrompt: 'negative_prompt', watermark: 'watermark', strict: 'strict' },
};

/** The form's name of a wish; undefined: it has none. */
export const memberOf = (wish: string): keyof Wishes | undefined => MEMBERS[wish];

/** The form as it would have asked for a picture that was kept. */
export function wishedOf(prompt: string | null, parameters: Readonly<Record<string, unknown>> | null) {
  const given = Object.entries(parameters ?? {}).flatMap(([wish, value]) => {
    const member = memberOf(wish);
    if (member === undefined) return [];
    return [[member, typeof value === 'boolean' ? value : String(value)]];
  });
  return { ...(Object.fromEntries(given) as Partial<Wishes>), prompt: prompt ?? '' };
}
