import type { ModelCard } from '../../contract/capability.ts';
import { cardOf as claudeCardOf } from '../anthropic/models.ts';

/** `global.anthropic.claude-opus-4-6-v1:0` → `claude-opus-4-6`; resource names keep their last part. */
const bareName = (id: string): string =>
  id
    .replace(/^arn:.*\//, '')
    .replace(/^([a-z-]+\.)?anthropic\./, '')
    .replace(/-v\d+(:\d+)?$/, '');

/** Claude by the cloud's id of it; AWS's prices differ by region and profile. */
export function cardOf(id: string): ModelCard {
  const { prices: _, ...card } = claudeCardOf(bareName(id));
  return { ...card, id };
}

/**
 * Ids of the profiles that route world-wide: newer models answer on demand only behind a profile, and these need no region.
 * UNVERIFIED: gathered from configurations in public repositories, seen 2026-11; which of them an account may call differs.
 */
export const MODELS: readonly ModelCard[] = [
  'global.anthropic.claude-opus-5',
  'global.anthropic.claude-sonnet-5',
  'global.anthropic.claude-opus-4-8',
  'global.anthropic.claude-opus-4-7',
  'global.anthropic.claude-opus-4-6-v1',
  'global.anthropic.claude-sonnet-4-6',
  'global.anthropic.claude-haiku-4-5-20251001-v1:0',
].map(cardOf);
