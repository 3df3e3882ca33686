import type { ImageCapability, ModelCard } from '../../contract/capability.ts';
import { MODELS as CLAUDE, cardOf as claudeCardOf } from '../anthropic/models.ts';
import { MODELS as GEMINI, cardOf as geminiCardOf } from '../gemini/models.ts';

export const isClaude = (id: string): boolean => id.includes('claude');

/** What is known about a model; Google's prices here differ by location and contract. */
export function cardOf(id: string): ModelCard {
  const { prices: _, retired: __, successor: ___, ...card } = isClaude(id) ? claude(id) : geminiCardOf(id);
  const { chat } = card;
  return {
    ...card,
    id,
    ...(chat && { chat: { ...chat, ...(chat.image && { image: onVertex(chat.image) }) } }),
  };
}

/** `anthropic/claude-haiku-4-5@20251001` → claude-haiku-4-5 */
const claude = (id: string): ModelCard => claudeCardOf(id.replace(/^.*\//, '').replace(/@.*$/, ''));

/** quirk(vertex): png and jpeg can be asked for, the latter with a quality; webp cannot. — vertex spec B2, seen 2026-11 */
const onVertex = (image: ImageCapability): ImageCapability => ({
  ...image,
  format: { native: ['png', 'jpeg'], compression: true },
});

/** quirk(vertex): models before 4.6 are named with their date. — platform.claude.com, Claude on Vertex AI, seen 2026-11 */
const DATED: { readonly [id: string]: string } = { 'claude-haiku-4-5': 'claude-haiku-4-5@20251001' };

/**
 * The catalogues of both providers. UNVERIFIED which of the newest each location serves: Gemini 3 pictures come to `global`
 * first, and Claude has to be enabled in the project.
 */
export const MODELS: readonly ModelCard[] = [
  ...GEMINI.filter(({ retired }) => retired === undefined).map(({ id }) => id),
  ...CLAUDE.map(({ id }) => DATED[id] ?? id),
].map(cardOf);
