import type { Target } from '../../contract/provider.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { imagesApi } from '../openai-compatible/images.ts';
import { endUserFields } from './end-user.ts';
import { decodeError } from './errors.ts';

/** Fields of OpenAI's own Images API beyond our wishes: model family → what it takes. */
const EXTENSIONS: readonly { readonly model: RegExp; readonly fields: readonly string[] }[] = [
  { model: /gpt-image-2\.6/, fields: ['complexity'] },
];

/** The Images API, plain and streamed. */
export const images = imagesApi({
  endUser: endUserFields,
  extensions: ({ card }) =>
    EXTENSIONS.filter(({ model }) => model.test(card.id)).flatMap(({ fields }) => fields),
  extend: (_job, target) => formatField(target),
  decodeError,
});

/** quirk(openai): only the dall-e models know response_format, and they answer with a link without it. — images spec §3, seen 2026-11 */
const formatField = ({ card }: Target): TreeObject =>
  /dall-e/i.test(card.id) ? { response_format: 'b64_json' } : {};
