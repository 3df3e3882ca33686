import type { ImageCapability, SizeRule } from '../contract/capability.ts';

/** What becomes of one parameter on a model: done by the model, by the gateway, asked for in words, or not at all. */
export interface ParameterSupport {
  readonly support: 'native' | 'emulated' | 'hinted' | 'impossible';
  /** Values or bounds the model itself takes. */
  readonly native?: readonly string[];
  readonly note?: string;
}

type Describe = (capability: ImageCapability) => ParameterSupport;

const NATIVE: ParameterSupport = { support: 'native' };
const impossible = (note: string): ParameterSupport => ({ support: 'impossible', note });
const emulated = (note: string): ParameterSupport => ({ support: 'emulated', note });

/** The parameters of the image_generation tool and their companions, in the order of the documentation. */
const PARAMETERS: { readonly [parameter: string]: Describe } = {
  background: describeBackground,
  input_fidelity: ({ inputFidelity }) =>
    inputFidelity.length > 0
      ? { support: 'native', native: inputFidelity }
      : { support: 'hinted', note: 'No such setting; high is put into the prompt.' },
  input_image_mask: describeMask,
  moderation: describeModeration,
  output_compression: ({ format }) => (format.compression ? NATIVE : emulated('Re-encoded by the gateway.')),
  output_format: ({ format }) =>
    format.native.length === 3
      ? { support: 'native', native: format.native }
      : { ...emulated('Converted by the gateway.'), native: format.native },
  partial_images: ({ maxPartials }) =>
    maxPartials > 0
      ? { support: 'native', native: [`0–${maxPartials}`] }
      : impossible('The model shows no previews.'),
  quality: describeQuality,
  size: ({ size }) => describeSize(size),
  watermark: describeWatermark,
  n: ({ maxCount }) =>
    maxCount > 1 ? { support: 'native', native: [`1–${maxCount}`] } : emulated('Parallel calls.'),
  seed: ({ seed }) => (seed ? NATIVE : impossible('The model takes no seed.')),
  aspect_ratio: ({ size }) =>
    size.kind === 'ratio'
      ? { support: 'native', native: Object.keys(size.ratios) }
      : emulated('Turned into pixels.'),
  negative_prompt: ({ negativePrompt }) =>
    negativePrompt ? NATIVE : { support: 'hinted', note: 'Put into the prompt.' },
  style: ({ styles }) =>
    styles.length > 0
      ? { support: 'native', native: styles }
      : { support: 'hinted', note: 'Put into the prompt.' },
};

/** Every parameter with what this model does with it; what the planner really did is in each answer's warnings. */
export const describeParameters = (
  capability: ImageCapability,
): { readonly [parameter: string]: ParameterSupport } =>
  Object.fromEntries(Object.entries(PARAMETERS).map(([name, describe]) => [name, describe(capability)]));

function describeBackground({ background }: ImageCapability): ParameterSupport {
  if (background.transparent === 'always') return { support: 'native', native: background.native };
  const note =
    background.transparent === 'never'
      ? 'Always opaque: transparent is impossible.'
      : 'Transparent only when one PNG with transparent pixels is edited.';
  return { support: background.native.length > 0 ? 'native' : 'emulated', native: background.native, note };
}

function describeMask({ mask, tasks }: ImageCapability): ParameterSupport {
  if (!tasks.includes('edit')) return impossible('The model does not edit.');
  if (mask === 'alpha')
    return { support: 'native', note: 'Pixels outside the mask are put back by the gateway.' };
  return emulated('Sent as a further picture; pixels outside the mask are put back by the gateway.');
}

function describeModeration({ moderation }: ImageCapability): ParameterSupport {
  if (moderation === 'native') return { support: 'native', native: ['low', 'auto'] };
  if (moderation === 'approximate') return emulated('Mapped to the nearest setting of the provider.');
  return impossible('The provider has no such setting.');
}

function describeQuality({ quality }: ImageCapability): ParameterSupport {
  if (quality.kind === 'native') return { support: 'native', native: Object.keys(quality.map) };
  if (quality.kind === 'resolution') return emulated('High is drawn larger and scaled down.');
  return impossible('The model has no quality setting.');
}

function describeSize(size: SizeRule): ParameterSupport {
  switch (size.kind) {
    case 'fixed':
      return { ...emulated('Other sizes are drawn at the nearest and scaled.'), native: size.sizes };
    case 'free': {
      const bounds = `multiples of ${size.multiple}, ${size.minPixels}–${size.maxPixels} pixels, at most ${size.maxRatio}:1`;
      return {
        support: 'native',
        native: [bounds],
        note: 'Other sizes are drawn at the nearest and scaled.',
      };
    }
    case 'ratio':
      return emulated('Drawn in the nearest shape and tier, then scaled.');
    case 'none':
      return emulated('The model chooses; the gateway scales.');
  }
}

function describeWatermark({ watermark }: ImageCapability): ParameterSupport {
  const invisible = watermark.invisible ? { note: `${watermark.invisible}, invisible, is always in.` } : {};
  return { support: watermark.visible === 'switch' ? 'native' : 'emulated', ...invisible };
}
