/** Somebody's role in a project. */
export interface MembershipRow {
  readonly project: string;
  readonly userId: string;
  /** Id of a project role. */
  readonly role: string;
  readonly createdAt: number;
}

export interface MembershipRecords {
  /** Adds it, or gives the member another role. */
  put(row: MembershipRow): Promise<void>;
  find(project: string, userId: string): Promise<MembershipRow | undefined>;
  ofUser(userId: string): Promise<readonly MembershipRow[]>;
  /** In the order they came. */
  ofProject(project: string): Promise<readonly MembershipRow[]>;
  /** Tells whether there was one. */
  delete(project: string, userId: string): Promise<boolean>;
}
