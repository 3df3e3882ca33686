import { type ImageCapability, PROMPT_ONLY, type Price } from '../../contract/capability.ts';

/** One version of the picture model. Versions differ in the very fields they take, and refuse the others. */
export interface SeedreamFamily {
  readonly title: string;
  /** Matches an id whose prefix, dots and dashes were straightened (see `models.ts`). */
  readonly pattern: RegExp;
  /** Ids in Volcengine's catalogue, newest first. */
  readonly ids: readonly string[];
  readonly retired?: string;
  readonly image: ImageCapability;
  /** Fields the gateway has no word for, which the version takes as the client wrote them. */
  readonly extras: readonly string[];
  readonly prices: readonly Price[];
}

const DIGEST = 'BytePlus pricing, through a digest read 2026-10-08';

/** What all versions share: no n, quality, mask, moderation or partial pictures, and a watermark unless told not to. */
const COMMON = {
  ...PROMPT_ONLY,
  tasks: ['generate', 'edit'],
  // quirk(doubao): the group feature returns "up to" so many related pictures; an exact n needs n calls — Ark image API, seen 2026-11
  maxCount: 1,
  quality: { kind: 'resolution' },
  watermark: { visible: 'switch' },
  // quirk(doubao): its streams carry whole pictures of a group, and even the headers wait for the first one — Ark image API, seen 2026-11
  stream: false,
} as const satisfies Partial<ImageCapability>;

const REFERENCE_TYPES = ['png', 'jpeg', 'webp', 'bmp', 'tiff', 'gif', 'heic', 'heif'].map(
  (type) => `image/${type}`,
);
const references = (max: number, megabytes: number): ImageCapability['inputs'] => ({
  max,
  mediaTypes: REFERENCE_TYPES,
  maxBytes: megabytes * 1_000_000,
});

/** Any width and height are legal within these (the vendor's own example is 3750x1250). */
const pixels = (minPixels: number, maxPixels: number) =>
  ({ kind: 'free', multiple: 1, minPixels, maxPixels, maxRatio: 16 }) as const;

const PNG_OR_JPEG: ImageCapability['format'] = { native: ['png', 'jpeg'], compression: false };
const UP_TO_4K = pixels(3_686_400, 16_777_216);
const UP_TO_2K = pixels(921_600, 4_624_220);

const fast: ImageCapability = {
  ...COMMON,
  size: UP_TO_2K,
  background: { native: ['opaque', 'transparent'], transparent: 'edit-with-alpha' },
  format: PNG_OR_JPEG,
  seed: true,
  inputs: references(10, 30),
};
const classic: ImageCapability = { ...COMMON, size: UP_TO_4K, inputs: references(14, 10) };

const perImage = (usd: number): Price => ({ what: 'output_image', per: 'image', usd, source: DIGEST });
const perReference = (usd: number, source: string): Price => ({
  what: 'input_reference',
  per: 'image',
  usd,
  source,
});

/** Pixels above which 5.0 pro costs double; the digest says "about 2.61 megapixels". */
const PRO_BOUNDARY = 2_610_000;

/** Newest first; an id belongs to the first family whose pattern it matches. */
export const SEEDREAM_FAMILIES: readonly SeedreamFamily[] = [
  {
    title: 'Seedream 5.5',
    pattern: /^seedream-5-5/,
    // UNVERIFIED: its id at Volcengine; `dola-seedream-5-5-261028` is BytePlus's.
    ids: [],
    image: {
      ...fast,
      // UNVERIFIED: its pixel range; it has the tiers of 5.0 pro, so it gets the same bounds.
      background: { native: ['auto', 'opaque', 'transparent'], transparent: 'always' },
      seed: false,
    },
    extras: [],
    prices: [
      { ...perImage(0.035), source: 'reported, seen 2026-11' },
      perReference(0.008, 'reported, seen 2026-11'),
    ],
  },
  {
    title: 'Seedream 5.0 pro',
    pattern: /^seedream-5(-0)?-pro/,
    ids: ['doubao-seedream-5-0-pro-260628'],
    image: fast,
    extras: ['optimize_prompt_options'],
    prices: [
      { ...perImage(0.045), upTo: PRO_BOUNDARY },
      { ...perImage(0.09), above: PRO_BOUNDARY },
      { ...perReference(0.003, DIGEST), free: 1 },
    ],
  },
  {
    title: 'Seedream 5.0 flash',
    pattern: /^seedream-5(-0)?-flash/,
    ids: ['doubao-seedream-5-0-flash-260915'],
    image: fast,
    extras: [],
    prices: [perImage(0.018)],
  },
  {
    title: 'Seedream 5.0 lite',
    pattern: /^seedream-5(-0)?(-lite|-\d{6}|$)/,
    ids: ['doubao-seedream-5-0-260128'],
    image: { ...classic, format: PNG_OR_JPEG, inputs: references(14, 30) },
    extras: ['tools'],
    prices: [perImage(0.035)],
  },
  {
    title: 'Seedream 4.5',
    pattern: /^seedream-4-5/,
    ids: ['doubao-seedream-4-5-251128'],
    image: classic,
    extras: [],
    prices: [perImage(0.04)],
  },
  {
    title: 'Seedream 4.0',
    pattern: /^seedream-4(?!-[1-9]\b)/,
    ids: ['doubao-seedream-4-0-250828'],
    image: { ...classic, size: pixels(921_600, 16_777_216) },
    extras: ['optimize_prompt_options'],
    prices: [perImage(0.03)],
  },
  {
    title: 'Seedream 3.0',
    pattern: /^seedream-3/,
    ids: ['doubao-seedream-3-0-t2i-250415'],
    image: {
      ...COMMON,
      tasks: ['generate'],
      size: { ...pixels(262_144, 4_194_304), minEdge: 512, maxEdge: 2048, maxRatio: 4 },
      seed: true,
      inputs: { max: 0, mediaTypes: [] },
    },
    extras: ['guidance_scale'],
    prices: [],
  },
  {
    title: 'SeedEdit 3.0',
    pattern: /^seededit/,
    ids: ['doubao-seededit-3-0-i2i-250628'],
    // UNVERIFIED: the day it was shut down; this is the day it was known to be gone.
    retired: '2026-11-23',
    image: {
      ...COMMON,
      tasks: ['edit'],
      size: { kind: 'none' },
      seed: true,
      inputs: { max: 1, mediaTypes: ['image/png', 'image/jpeg'], maxBytes: 10_000_000 },
    },
    extras: ['guidance_scale'],
    prices: [],
  },
];

/** For ids that tell nothing (`ep-…`) and versions to come: only what every living version takes. */
export const ANY_SEEDREAM: ImageCapability = {
  ...COMMON,
  size: pixels(3_686_400, 4_624_220),
  inputs: references(10, 10),
};
