export type KeyKind = 'user' | 'service' | 'personal';
export type KeyStatus = 'enabled' | 'disabled' | 'archived';

/** A gateway key, without the secrets it can be used by. */
export interface KeyRow {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  /** `personal`: of one person's console, short-lived secrets only. `service`: for programs, may carry admin scopes. */
  readonly kind: KeyKind;
  readonly status: KeyStatus;
  /** Id of the user it belongs to; null: nobody in particular. */
  readonly ownerId: string | null;
  /** JSON of the rules (`accounts/key-rules.ts`): whom it lets in and to what, its profiles and quotas. */
  readonly rules: string;
  readonly expiresAt: number | null;
  /** To the minute. */
  readonly lastUsedAt: number | null;
  readonly createdAt: number;
}

/** One of the texts a key can be used by; several while it is being replaced. */
export interface KeySecretRow {
  /** Lower-case hex SHA-256 of the text; the text itself is never stored. */
  readonly hash: string;
  readonly keyId: string;
  /** The first characters, to recognise it by. */
  readonly prefix: string;
  readonly expiresAt: number | null;
  readonly createdAt: number;
}

export interface KeyFilter {
  /** Part of the name, in any case. */
  readonly search?: string;
  readonly status?: KeyStatus;
  readonly kind?: KeyKind;
  /** Of the last row of the page before. */
  readonly after?: { readonly createdAt: number; readonly id: string };
  readonly limit: number;
}

export type KeyChanges = Partial<Pick<KeyRow, 'name' | 'status' | 'rules' | 'expiresAt'>>;

export interface KeyRecords {
  insert(row: KeyRow, secret: KeySecretRow): Promise<void>;
  /** Whatever its state: who asks decides what a disabled or expired key is worth. */
  findByHash(hash: string): Promise<{ readonly key: KeyRow; readonly secret: KeySecretRow } | undefined>;
  find(project: string, id: string): Promise<KeyRow | undefined>;
  /** Newest first. */
  list(project: string, filter: KeyFilter): Promise<readonly KeyRow[]>;
  /** Undefined: there is no such key in the project. */
  update(project: string, id: string, changes: KeyChanges): Promise<KeyRow | undefined>;
  /** Newest first. */
  secretsOf(keyIds: readonly string[]): Promise<readonly KeySecretRow[]>;
  /**
   * Adds a secret and lets the others expire at `othersUntil`, those that expire earlier anyway excepted; null: they go on.
   * Secrets that have expired before `now` are removed.
   */
  addSecret(
    secret: KeySecretRow,
    others: { readonly until: number | null; readonly now: number },
  ): Promise<void>;
  /** The one of this kind that belongs to the user. */
  findOwned(project: string, ownerId: string, kind: KeyKind): Promise<KeyRow | undefined>;
  touch(uses: readonly { readonly id: string; readonly at: number }[]): Promise<void>;
  count(): Promise<number>;
}
