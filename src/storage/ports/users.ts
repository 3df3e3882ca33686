export interface UserRow {
  /** `usr_…` */
  readonly id: string;
  /** In lower case; unique. */
  readonly email: string;
  readonly name: string;
  /** PHC string of argon2id; null: signs in elsewhere, or has not chosen one yet. */
  readonly passwordHash: string | null;
  /** What they may do in the whole installation: id of a system role; null: nothing. */
  readonly role: string | null;
  readonly enabled: boolean;
  readonly createdAt: number;
  readonly signedInAt: number | null;
}

/** A person as another system knows them. */
export interface IdentityRow {
  /** URL of the OpenID provider. */
  readonly issuer: string;
  /** Its own, unchanging name for the person. */
  readonly subject: string;
  readonly userId: string;
  readonly createdAt: number;
}

export interface UserFilter {
  /** Part of name or e-mail address, in any case. */
  readonly search?: string;
  readonly role?: string;
  readonly enabled?: boolean;
  /** Of the last row of the page before. */
  readonly after?: { readonly createdAt: number; readonly id: string };
  readonly limit: number;
}

export type UserChanges = Partial<
  Pick<UserRow, 'name' | 'email' | 'passwordHash' | 'role' | 'enabled' | 'signedInAt'>
>;

/** What became of a change. `last-owner`: refused, since nobody would be left who owns the installation. */
export type UserOutcome = 'done' | 'unknown' | 'last-owner';

export interface UserRecords {
  /** Makes the first user, with the role they bring. False, and nothing happens, where somebody was first: also on another node at the same moment. */
  insertFirst(row: UserRow): Promise<boolean>;
  /** Whether `insertFirst` has happened. */
  hasFirst(): Promise<boolean>;
  /** False: the e-mail address is taken. */
  insert(row: UserRow): Promise<boolean>;
  find(id: string): Promise<UserRow | undefined>;
  findByEmail(email: string): Promise<UserRow | undefined>;
  findMany(ids: readonly string[]): Promise<readonly UserRow[]>;
  /** Newest first. */
  list(filter: UserFilter): Promise<readonly UserRow[]>;
  /** @param owner id of the role of which one enabled user must remain */
  update(id: string, changes: UserChanges, owner: string): Promise<UserOutcome>;
  /** With sessions, memberships, identities and links for new passwords. */
  delete(id: string, owner: string): Promise<UserOutcome>;
  /** How many have this role. */
  countByRole(role: string): Promise<number>;
  findIdentity(issuer: string, subject: string): Promise<IdentityRow | undefined>;
  /** A second time is harmless. */
  insertIdentity(row: IdentityRow): Promise<void>;
}
