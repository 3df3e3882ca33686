import type { Format } from '@/ui/format.ts';

/** A dash where nothing was called; an unknown cost is no dash and no zero. */
export const costInWords = (
  { costNanoUsd, costUnknown }: { readonly costNanoUsd: number | null; readonly costUnknown: boolean },
  format: Format,
): string => (costNanoUsd === null && !costUnknown ? '–' : format.cost(costNanoUsd));
