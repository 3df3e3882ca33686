import type { ReplyContext } from '../../contract/dialect.ts';
import type { KeptImage } from '../../contract/image.ts';
import type { ImageRequest } from '../../contract/request.ts';
import type { Usage } from '../../contract/response.ts';
import { SplicedString, type TreeObject } from '../../contract/tree.ts';
import { backgroundOf } from '../openai-shared/extension.ts';

export const wishesOf = (context: ReplyContext) => (context.request as ImageRequest).wishes;

/** `url` where the client asked for links, else `b64_json`. */
export const imageMember = (image: KeptImage, context: ReplyContext): TreeObject =>
  wishesOf(context).delivery === 'url'
    ? { url: image.url }
    : { b64_json: SplicedString.of('', image.payload) };

/** The resolved parameters that stand beside a picture. */
export const resolved = (image: KeptImage, context: ReplyContext): TreeObject => ({
  background: backgroundOf(image, wishesOf(context)),
  output_format: image.mediaType.replace('image/', ''),
  quality: wishesOf(context).quality ?? 'auto',
  size: `${image.width}x${image.height}`,
});

export const encodeUsage = (usage: Usage): TreeObject => ({
  input_tokens: usage.inputTokens ?? 0,
  input_tokens_details: {
    text_tokens: Math.max(0, (usage.inputTokens ?? 0) - (usage.inputImageTokens ?? 0)),
    image_tokens: usage.inputImageTokens ?? 0,
  },
  output_tokens: usage.outputTokens ?? 0,
  ...(usage.outputImageTokens !== undefined && {
    output_tokens_details: {
      image_tokens: usage.outputImageTokens,
      text_tokens: Math.max(0, (usage.outputTokens ?? 0) - usage.outputImageTokens),
    },
  }),
  total_tokens: (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0),
  ...(usage.images !== undefined && { generated_images: usage.images }),
  ...(usage.cost !== undefined && { cost: usage.cost }),
});
