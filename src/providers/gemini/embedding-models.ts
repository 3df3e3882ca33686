import type { ModelCard } from '../../contract/capability.ts';

/** Models that neither talk nor draw, newest first. */
export const EMBEDDING_MODELS: readonly ModelCard[] = [
  { id: 'gemini-embedding-2', title: 'Gemini Embedding 2' },
  {
    id: 'gemini-embedding-001',
    title: 'Gemini Embedding 001',
    prices: [
      {
        what: 'input_text',
        per: 'million_tokens',
        usd: 0.15,
        source: 'vercel.com/ai-gateway model page, seen 2026-11',
      },
    ],
  },
];

/** The card of a model that embeds; undefined for every other. */
export function embeddingCard(model: string): ModelCard | undefined {
  const id = model.replace(/^(models|google)\//, '');
  return EMBEDDING_MODELS.find((card) => card.id === id) ?? (id.includes('embedding') ? { id } : undefined);
}
