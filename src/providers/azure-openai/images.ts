import type { Exchange } from '../../contract/provider.ts';
import type { ImageJob } from '../../contract/request.ts';
import { sha256 } from '../../lib/sha256.ts';
import { imagesApi } from '../openai-compatible/images.ts';
import { atResource } from './endpoint.ts';
import { decodeError } from './errors.ts';

const api = imagesApi({
  endUser: (user) => ({ user: sha256(user) }),
  extend: ({ order }, { card }) => ({
    // quirk(azure-openai): previews are 1 to 3; none is said by leaving the field out. — azure spec A2, seen 2026-11
    partial_images: order.partials || undefined,
    // quirk(azure-openai): only dall-e deployments know response_format, and they answer with a link without it. — azure spec A2, seen 2026-11
    ...(/dall-e/i.test(card.id) && { response_format: 'b64_json' }),
  }),
  decodeError,
});

/** The Images API of a deployment, plain and streamed. The events of its streams are documented as OpenAI's (UNVERIFIED). */
export const images: Exchange<ImageJob> = {
  ...api,
  encode: (job, target) => atResource(api.encode(job, target), target),
};
