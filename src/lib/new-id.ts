import { randomBytes } from 'node:crypto';

/** `prefix_` and 20 letters and digits that nobody guesses. */
export const newId = (prefix: string): string =>
  `${prefix}_${randomBytes(15).toString('base64url').replace(/[-_]/g, 'A')}`;
