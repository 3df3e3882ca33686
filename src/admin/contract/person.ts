import * as z from 'zod';

/** A line that people read: no control characters. */
export const label = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(most)
    .refine((value) => !/\p{C}/u.test(value), { error: 'must not hold control characters' });

export const personName = label(100);
export const email = z.email('must be an e-mail address').max(254).toLowerCase();
export const password = z
  .string()
  .min(10, 'must have at least 10 characters')
  .max(200)
  .meta({ description: 'At least 10 characters; not the name or address, none of those tried first.' });

export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, { error: 'must be a time zone, as Europe/Berlin' })
  .meta({ description: 'IANA name, as `Europe/Berlin`.' });

export const time = z.number().int().meta({ description: 'Unix milliseconds.' });

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat(undefined, { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
