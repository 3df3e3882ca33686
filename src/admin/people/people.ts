import { type Attempts, createAttempts } from '../../accounts/attempts.ts';
import { announceEveryKeyChange } from '../../accounts/key-changes.ts';
import { createSessions, type SessionLimits, type Sessions } from '../../accounts/sessions.ts';
import { createSignIn, type SignIn } from '../../accounts/sign-in.ts';
import type { Records, Shared } from '../../storage/ports.ts';
import { type Access, createAccess } from '../serving/access.ts';

/** What the routes about people work with. */
export interface People {
  readonly records: Records;
  readonly access: Access;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly attempts: Attempts;
  readonly limits: () => SessionLimits;
  /** To be called when somebody may do less than before: their own keys are looked at again, on all nodes. */
  readonly reviewKeys: () => Promise<void>;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** @param counters of failures; they must answer, or nobody could sign in */
export function createPeople(
  records: Records,
  shared: Shared,
  counters: Pick<Shared, 'increment'>,
  limits: () => SessionLimits,
  now: () => number = Date.now,
): People {
  const attempts = createAttempts(counters, now);
  return {
    records,
    access: createAccess(records),
    sessions: createSessions(records.sessions, limits, now),
    signIn: createSignIn(records.users, attempts),
    attempts,
    limits,
    // The change is made; nodes that cannot be told see it within a minute.
    reviewKeys: () => announceEveryKeyChange(shared).catch(() => {}),
    now,
  };
}
