import type { ImageCapability } from '../contract/capability.ts';
import type { WishFields } from '../contract/image.ts';

type Supports = (capability: ImageCapability) => boolean;

/** Wishes that some models cannot have fulfilled in any way; all others the gateway can do itself. */
const HARD: { readonly [wish in keyof WishFields]?: Supports } = {
  background: ({ background }) => background.transparent === 'always',
  inputFidelity: ({ inputFidelity }) => inputFidelity.length > 0,
  moderation: ({ moderation }) => moderation !== 'none',
  partials: ({ maxPartials }) => maxPartials > 0,
  quality: ({ quality }) => quality.kind === 'native',
  seed: ({ seed }) => seed,
  tier: ({ size }) => size.kind !== 'none',
  mask: ({ tasks }) => tasks.includes('edit'),
  inputs: ({ tasks }) => tasks.includes('edit'),
  watermark: ({ watermark }) => watermark.invisible === undefined,
};

/** Whether a model could fulfil a wish that another one cannot: for naming alternatives. */
export const canFulfil = (capability: ImageCapability, wish: keyof WishFields): boolean =>
  HARD[wish]?.(capability) ?? true;
