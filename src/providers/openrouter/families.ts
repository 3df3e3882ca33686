import type { ChatCapability, ImageCapability } from '../../contract/capability.ts';
import * as draws from './capabilities.ts';

/** Models that share their rules. `author` is put before names that come without one. */
interface Family {
  /** Matches the id without its author. */
  readonly pattern: RegExp;
  readonly author: string;
  /** Drawing inside chat; such models answer in words too. */
  readonly chat?: ImageCapability;
  /** Drawing through the Images API. */
  readonly image: ImageCapability;
}

/** quirk(openrouter): the Images API streams OpenAI's models only — Images API, seen 2026-11 */
const whole = (capability: ImageCapability): ImageCapability => ({ ...capability, stream: false });

const OPENAI = 'openai';
const GOOGLE = 'google';

/** The first match decides. */
const FAMILIES: readonly Family[] = [
  { author: OPENAI, pattern: /^gpt-5\.\d+-image/, chat: draws.GPT_5_4_IMAGE, image: draws.GPT_IMAGE_2 },
  { author: OPENAI, pattern: /^gpt-5-image/, chat: draws.GPT_5_IMAGE, image: draws.GPT_IMAGE_1 },
  { author: OPENAI, pattern: /^gpt-image-2\.[5-9]/, image: draws.GPT_IMAGE_2_5 },
  { author: OPENAI, pattern: /^gpt-image-2/, image: draws.GPT_IMAGE_2 },
  { author: OPENAI, pattern: /^(chat)?gpt-image/, image: draws.GPT_IMAGE_1 },
  { author: GOOGLE, pattern: /^gemini-2\.5-.*image/, chat: draws.GEMINI_2_5, image: whole(draws.GEMINI_2_5) },
  {
    author: GOOGLE,
    pattern: /^gemini-3[\d.]*-pro.*image/,
    chat: draws.GEMINI_3_PRO,
    image: whole(draws.GEMINI_3_PRO),
  },
  {
    author: GOOGLE,
    pattern: /^gemini-3\.1-flash-image/,
    chat: draws.GEMINI_3_FLASH,
    image: whole(draws.GEMINI_3_FLASH_IMAGES),
  },
  {
    author: GOOGLE,
    pattern: /^gemini-.*(image|banana)/,
    chat: draws.GEMINI_ANY,
    image: whole(draws.GEMINI_ANY),
  },
  { author: 'bytedance-seed', pattern: /^seedream-4[.-]5/, image: draws.SEEDREAM_4_5 },
  { author: 'bytedance-seed', pattern: /^seedream/, image: draws.SEEDREAM },
  { author: 'black-forest-labs', pattern: /^flux\.2-pro/, image: draws.FLUX_2_PRO },
  { author: 'black-forest-labs', pattern: /^flux/, image: draws.FLUX },
  { author: 'recraft', pattern: /^recraft/, image: draws.CAUTIOUS },
  { author: 'sourceful', pattern: /^riverflow/, image: draws.CAUTIOUS },
  { author: 'x-ai', pattern: /^grok-imagine/, image: draws.CAUTIOUS },
];

/** `gpt-image-1` → `openai/gpt-image-1`: OpenRouter knows no names without an author. */
export function qualified(id: string): string {
  const author = id.includes('/') ? undefined : familyOf(id)?.author;
  return author === undefined ? id : `${author}/${id}`;
}

const familyOf = (id: string): Family | undefined =>
  FAMILIES.find(({ pattern }) => pattern.test(id.slice(id.lastIndexOf('/') + 1)));

/** A name with a picture word in it is taken for a picture model, every other one for a text model with vision. */
export function abilities(id: string): { chat?: ChatCapability; image?: ImageCapability } {
  const family = familyOf(id);
  if (family) {
    return { ...(family.chat && { chat: { vision: true, image: family.chat } }), image: family.image };
  }
  return /image|picture|diffusion|krea/.test(id) ? { image: draws.CAUTIOUS } : { chat: { vision: true } };
}
