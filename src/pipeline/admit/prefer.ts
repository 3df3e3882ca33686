import type { Query } from '../../contract/dialect.ts';

/** What a client would like (RFC 7240), as far as this gateway knows it. Everything else is ignored, as the RFC wants. */
export interface Preferences {
  /** `respond-async` */
  readonly respondAsync: boolean;
  /** `wait`, in milliseconds: how long it is willing to wait for somebody else's work. */
  readonly waitMs: number | undefined;
}

/** A bare `wait`. */
const USUAL_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 600_000;

const NONE: Preferences = { respondAsync: false, waitMs: undefined };

export function preferences(headers: Query['headers']): Preferences {
  if (headers.prefer === undefined) return NONE;
  const given = [headers.prefer].flat().flatMap((header) => header.split(/[,;]/));
  const names = given.map((each) => each.trim().toLowerCase());
  return { respondAsync: names.includes('respond-async'), waitMs: waitIn(names) };
}

function waitIn(names: readonly string[]): number | undefined {
  if (names.includes('wait')) return USUAL_WAIT_MS;
  const seconds = names.map((name) => /^wait\s*=\s*"?(\d+)"?$/.exec(name)?.[1]).find(Boolean);
  return seconds === undefined ? undefined : Math.min(Number(seconds) * 1_000, LONGEST_WAIT_MS);
}
