import type { ImageCapability, ModelCard } from '../../contract/capability.ts';
import { cardOf as openaiCardOf } from '../openai/models.ts';
import type { AzureSettings } from './settings.ts';

/**
 * What a deployment can do, told by the model it is said to be like, or by its name. Text models draw only through an image
 * deployment beside them.
 */
export function cardOf(model: string, settings?: unknown): ModelCard {
  const { chat, image, prices: _, retired: __, successor: ___, ...card } = openaiCardOf(model);
  const drawing = drawingRules(settings as AzureSettings | undefined);
  return {
    ...card,
    ...(chat && { chat: { vision: chat.vision, ...(drawing && { image: drawing }) } }),
    ...(image && { image: onAzure(image, model) }),
  };
}

/** quirk(openai): the image_generation tool draws one picture per call. — responses spec §2, seen 2026-11 */
function drawingRules(settings: AzureSettings | undefined): ImageCapability | undefined {
  if (settings?.image_deployment === undefined) return undefined;
  const { image } = openaiCardOf(settings.image_model);
  return image && { ...onAzure(image, settings.image_model), maxCount: 1 };
}

/** What Azure takes of what OpenAI's model can do. */
const onAzure = (image: ImageCapability, model: string): ImageCapability => ({
  ...image,
  // quirk(azure-openai): png and jpeg only; the scale of output_compression is described upside down, so it is left alone. — azure spec A2, seen 2026-11
  format: { native: image.format.native.filter((format) => format !== 'webp'), compression: false },
  // quirk(azure-openai): content filters belong to the deployment; whether the field is accepted is UNVERIFIED. — azure spec A2, seen 2026-11
  moderation: 'none',
  // quirk(azure-openai): input_fidelity is not on mini. — azure spec A2, seen 2026-11
  inputFidelity: model.includes('mini') ? [] : image.inputFidelity,
  // Transparent backgrounds on gpt-image-2 are UNVERIFIED here; the 1 series has them.
  background: /gpt-image-2/.test(model)
    ? { native: image.background.native.filter((each) => each !== 'transparent'), transparent: 'never' }
    : image.background,
  inputs: { ...image.inputs, mediaTypes: image.inputs.mediaTypes.filter((type) => type !== 'image/webp') },
});
