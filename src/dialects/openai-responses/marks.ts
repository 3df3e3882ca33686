/**
 * Providers sign words and calls with marks that must come back on the next turn. In this format only reasoning can carry one,
 * so such a mark travels as an item of reasoning without words, right behind what it marks.
 */
const PREFIX = 'axonhub-mark:';

export const sealMark = (signature: string): string => PREFIX + signature;

/** The mark for the part before; undefined where this is a model's own encrypted reasoning. */
export const openMark = (encrypted: string): string | undefined =>
  encrypted.startsWith(PREFIX) ? encrypted.slice(PREFIX.length) : undefined;
