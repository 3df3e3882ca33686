/** What one model takes; written down again, from the specification, so that the gateway's own table is tested. */
export interface GeminiModel {
  readonly name: RegExp;
  /** Ratio → pixels at the tier 1K; empty: a text model. */
  readonly ratios: { readonly [ratio: string]: string };
  readonly tiers: { readonly [name: string]: number };
  /** Its own pictures and calls must come back with the signature they were given: Gemini 3. */
  readonly signs: boolean;
  /** Answers in nothing but sound. */
  readonly speaks?: boolean;
}

const RATIOS_3 = {
  '1:1': '1024x1024',
  '3:2': '1264x848',
  '2:3': '848x1264',
  '4:3': '1200x896',
  '3:4': '896x1200',
  '5:4': '1152x928',
  '4:5': '928x1152',
  '16:9': '1376x768',
  '9:16': '768x1376',
  '21:9': '1584x672',
};
const STRIPS = { '1:4': '512x2048', '4:1': '2048x512', '1:8': '384x3072', '8:1': '3072x384' };
const RATIOS_2_5 = {
  '1:1': '1024x1024',
  '3:2': '1248x832',
  '2:3': '832x1248',
  '4:3': '1184x864',
  '3:4': '864x1184',
  '5:4': '1152x896',
  '4:5': '896x1152',
  '16:9': '1344x768',
  '9:16': '768x1344',
  '21:9': '1536x672',
};
const TIERS_3 = { '1K': 1, '2K': 2, '4K': 4 };

/** `gemini-3.1-flash-image` and Imagen are shut down: 404. */
const MODELS: readonly GeminiModel[] = [
  { name: /^gemini-nano-banana-2\.1$/, ratios: { ...RATIOS_3, ...STRIPS }, tiers: TIERS_3, signs: true },
  { name: /^gemini-3-pro-image$/, ratios: RATIOS_3, tiers: TIERS_3, signs: true },
  { name: /^gemini-3\.1-flash-lite-image$/, ratios: RATIOS_3, tiers: { '1K': 1 }, signs: true },
  { name: /^gemini-2\.5-flash-image$/, ratios: RATIOS_2_5, tiers: {}, signs: false },
  { name: /^gemini-3\.8-flash(-lite)?-tts$/, ratios: {}, tiers: {}, signs: false, speaks: true },
  { name: /^gemini-2\.5-(pro|flash|flash-lite)$/, ratios: {}, tiers: {}, signs: false },
  { name: /^gemini-[3-9][\d.]*-(pro|flash|flash-lite)(-preview)?$/, ratios: {}, tiers: {}, signs: true },
];

export const modelNamed = (id: string): GeminiModel | undefined => MODELS.find(({ name }) => name.test(id));
export const draws = (model: GeminiModel): boolean => Object.keys(model.ratios).length > 0;
