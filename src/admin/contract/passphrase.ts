import * as z from 'zod';

/** What locks secrets in a file. */
export const passphrase = z
  .string()
  .min(12, 'must have at least 12 characters')
  .max(1_000)
  .meta({ writeOnly: true });
