/** What a model takes; written down again, from the specification, so that the gateway's own table is tested. */
export interface FakeModel {
  readonly name: RegExp;
  /** Answers `/chat/completions`, in words (and pictures, where `draws`). */
  readonly chat: boolean;
  readonly draws: boolean;
  /** Pixels at the tier 1K by ratio; absent: takes pixel sizes. */
  readonly ratios?: { readonly [ratio: string]: readonly [width: number, height: number] };
  readonly tiers?: readonly string[];
  readonly references: number;
  /** Takes `output_format`; others answer in the format given here. */
  readonly format: 'asked' | 'jpeg' | 'png';
  readonly transparent?: boolean;
  /** Takes n > 1 and streams. */
  readonly openai?: boolean;
}

const turned = (ratios: Record<string, readonly [number, number]>) => ({
  ...ratios,
  ...Object.fromEntries(
    Object.entries(ratios).map(([ratio, [w, h]]) => [ratio.split(':').reverse().join(':'), [h, w] as const]),
  ),
});
const GEMINI_2_5 = turned({
  '1:1': [1024, 1024],
  '3:2': [1248, 832],
  '4:3': [1184, 864],
  '5:4': [1152, 896],
  '16:9': [1344, 768],
});
const GEMINI_3 = turned({
  '1:1': [1024, 1024],
  '3:2': [1264, 848],
  '4:3': [1200, 896],
  '5:4': [1152, 928],
  '16:9': [1376, 768],
});
const COMMON = turned({ '1:1': [1024, 1024], '3:2': [1248, 832], '4:3': [1152, 864], '16:9': [1344, 768] });

export const FAKE_MODELS: readonly FakeModel[] = [
  {
    name: /^google\/gemini-2\.5-flash-image(-preview)?$/,
    chat: true,
    draws: true,
    ratios: { ...GEMINI_2_5, '21:9': [1536, 672] },
    references: 3,
    format: 'png',
  },
  {
    name: /^google\/gemini-3-pro-image(-preview)?$/,
    chat: true,
    draws: true,
    ratios: { ...GEMINI_3, '21:9': [1584, 672] },
    tiers: ['1K', '2K', '4K'],
    references: 14,
    format: 'jpeg',
  },
  {
    name: /^google\/gemini-3\.1-flash-image$/,
    chat: true,
    draws: true,
    ratios: { ...GEMINI_3, '21:9': [1584, 672], ...turned({ '4:1': [2048, 512], '8:1': [3072, 384] }) },
    tiers: ['0.5K', '512', '1K', '2K', '4K'],
    references: 14,
    format: 'jpeg',
  },
  {
    name: /^openai\/gpt-5(-image(-mini)?|\.4-image-2)$/,
    chat: true,
    draws: true,
    references: 16,
    format: 'asked',
    transparent: true,
    openai: true,
  },
  {
    name: /^openai\/gpt-image-(1|1-mini|1\.5|2\.5-flare)$/,
    chat: false,
    draws: true,
    references: 16,
    format: 'asked',
    transparent: true,
    openai: true,
  },
  { name: /^openai\/gpt-image-2$/, chat: false, draws: true, references: 16, format: 'png', openai: true },
  {
    name: /^(black-forest-labs\/flux\.2-pro|bytedance-seed\/seedream-4\.5)$/,
    chat: false,
    draws: true,
    ratios: { ...COMMON, '21:9': [1536, 672] },
    references: 8,
    format: 'asked',
  },
  {
    name: /^(openrouter\/auto|anthropic\/claude-sonnet-4\.6|google\/gemini-2\.5-(pro|flash))$/,
    chat: true,
    draws: false,
    references: 16,
    format: 'png',
  },
];
