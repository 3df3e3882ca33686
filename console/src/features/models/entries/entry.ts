import type { modelRoutes } from '@contract/models.ts';
import type { CallInput, CallReply } from '@/api/call.ts';

export type ModelEntry = CallReply<typeof modelRoutes.get>;
export type NewEntry = CallInput<typeof modelRoutes.create>['body'];
export type Association = NonNullable<NewEntry['associations']>[number];
export type Condition = NonNullable<Association['when']>;
export type Target = ModelEntry['targets'][number];

/** A member that is left open is left out. */
export function without<T extends object>(given: T): T {
  const kept = Object.entries(given).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(kept) as T;
}
