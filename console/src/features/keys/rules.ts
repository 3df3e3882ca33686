import type { keyRules } from '@contract/keys.ts';
import type { z } from 'zod';

export type Rules = z.input<typeof keyRules>;
export type Profile = NonNullable<Rules['profiles']>[number];

/** Lists without entries and members without a value limit nothing: they are left out. */
export function withoutEmpty<T extends object>(given: T): T {
  const kept = Object.entries(given).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(kept) as T;
}
