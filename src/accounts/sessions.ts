import { newId } from '../lib/new-id.ts';
import type { SessionRecords, SessionRow } from '../storage/ports.ts';
import { hashToken, newToken } from './token.ts';

/** How often it is written down that a session is in use. */
const TOUCH_MS = 60_000;

export interface SessionLimits {
  /** A session that is not used for this long is over. */
  readonly idleMs: number;
  /** A session is over after this time, whatever happens. */
  readonly mostMs: number;
}

/** Browsers in which people are signed in. */
export interface Sessions {
  /** The token is for the cookie, and is nowhere else. */
  open(
    userId: string,
    browser: { readonly ip: string; readonly userAgent: string },
  ): Promise<{ readonly token: string; readonly session: SessionRow }>;
  /** Undefined: unknown, ended or over. */
  find(token: string): Promise<SessionRow | undefined>;
  /** Those that are not over, newest first. */
  list(userId: string): Promise<readonly SessionRow[]>;
  /** Tells whether the user had it. */
  end(userId: string, id: string): Promise<boolean>;
  /** All of the user's, but the one named; tells how many. */
  endOthers(userId: string, except?: string): Promise<number>;
}

/** @param limits asked at every use, so that a change counts for sessions that are open */
export function createSessions(
  records: SessionRecords,
  limits: () => SessionLimits,
  now: () => number = Date.now,
): Sessions {
  const isOver = ({ seenAt, expiresAt, createdAt }: SessionRow): boolean => {
    const { idleMs, mostMs } = limits();
    return Math.min(expiresAt, createdAt + mostMs, seenAt + idleMs) <= now();
  };
  return {
    async open(userId, { ip, userAgent }) {
      const at = now();
      await records.deleteStale({ notSeenSince: at - limits().idleMs, now: at });
      const token = newToken();
      const session: SessionRow = {
        id: newId('ses'),
        tokenHash: hashToken(token),
        userId,
        createdAt: at,
        seenAt: at,
        expiresAt: at + limits().mostMs,
        ip,
        userAgent: userAgent.slice(0, 300),
      };
      await records.insert(session);
      return { token, session };
    },
    async find(token) {
      const session = await records.findByHash(hashToken(token));
      if (!session || isOver(session)) return undefined;
      if (now() - session.seenAt >= TOUCH_MS) await records.touch(session.id, now());
      return session;
    },
    list: async (userId) => (await records.ofUser(userId)).filter((session) => !isOver(session)),
    end: (userId, id) => records.delete(userId, id),
    endOthers: (userId, except) => records.deleteOthers(userId, except),
  };
}
