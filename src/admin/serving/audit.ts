import type { Actor } from './actor.ts';

/** One change made, or tried, through the admin API. */
export interface AuditEntry {
  /** Unix milliseconds. */
  readonly at: number;
  /** Absent: somebody who had not signed in. */
  readonly actor?: Pick<Actor, 'kind' | 'id' | 'name'>;
  readonly ip: string;
  /** The route's id, as `createKey`. */
  readonly action: string;
  /** The one it was made in, if it was one. */
  readonly project?: string;
  /** The call's path parameters, names of the members sent (never their values) and what the handler noted. */
  readonly facts: { readonly [name: string]: unknown };
  /** HTTP status of the answer. */
  readonly status: number;
}

/** Takes note of changes. Must not throw, and nobody waits for it. */
export type Audit = (entry: AuditEntry) => void;
