/** A link that works once: to join, or to choose a new password. */
export interface InvitationRow {
  /** `inv_…`: names it, opens nothing. */
  readonly id: string;
  readonly kind: 'join' | 'new-password';
  /** Lower-case hex SHA-256 of the link's token; the token itself is never stored. */
  readonly tokenHash: string;
  /** Whom it is for. */
  readonly email: string;
  /** Whose password; null for those who are to join. */
  readonly userId: string | null;
  /** System role of somebody who joins. */
  readonly role: string | null;
  /** The project it was made in by its members, who may see it; null: by those who manage users. */
  readonly project: string | null;
  /** JSON array of memberships {project, role} of somebody who joins. */
  readonly memberships: string;
  /** Id of the user or key that made it. */
  readonly invitedBy: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface InvitationRecords {
  /** Takes the place of earlier ones of the same kind for the same address in the same project. */
  insert(row: InvitationRow): Promise<void>;
  find(id: string): Promise<InvitationRow | undefined>;
  findByHash(tokenHash: string): Promise<InvitationRow | undefined>;
  /** Those to join that still work, newest first; of one project, or all. */
  open(now: number, project?: string): Promise<readonly InvitationRow[]>;
  /** Tells whether it was there: of two who use a link at once, one is told so. */
  delete(id: string): Promise<boolean>;
  deleteExpired(now: number): Promise<number>;
}
