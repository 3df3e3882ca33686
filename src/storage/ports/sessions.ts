/** A browser in which somebody signed in. */
export interface SessionRow {
  /** `ses_…`: names it, opens nothing. */
  readonly id: string;
  /** Lower-case hex SHA-256 of the cookie's token; the token itself is never stored. */
  readonly tokenHash: string;
  readonly userId: string;
  readonly createdAt: number;
  /** To the minute. */
  readonly seenAt: number;
  /** When it is over, whatever happens. */
  readonly expiresAt: number;
  readonly ip: string;
  readonly userAgent: string;
}

export interface SessionRecords {
  insert(row: SessionRow): Promise<void>;
  findByHash(tokenHash: string): Promise<SessionRow | undefined>;
  touch(id: string, seenAt: number): Promise<void>;
  /** Newest first. */
  ofUser(userId: string): Promise<readonly SessionRow[]>;
  /** Tells whether the user had it. */
  delete(userId: string, id: string): Promise<boolean>;
  /** All of the user's, but the one named. */
  deleteOthers(userId: string, except?: string): Promise<number>;
  /** Those not seen since, and those that are over. */
  deleteStale(stale: { readonly notSeenSince: number; readonly now: number }): Promise<number>;
}
