import type {
  AnswerRow,
  AuditRow,
  IdentityRow,
  ImageRow,
  InvitationRow,
  JobRow,
  KeyRow,
  KeySecretRow,
  MembershipRow,
  ProjectLimitsRow,
  ProjectRow,
  RequestRow,
  ResponseRow,
  RoleRow,
  SessionRow,
  SettingRow,
  UserRow,
  WebhookRow,
} from '../ports.ts';

/**
 * The tables as every SQL engine holds them. Names are camelCase here and snake_case in the database. Truth values are the integers 0 and 1:
 * SQLite has no others, and one schema serves every engine.
 */
export interface Database {
  gatewayKeys: KeyRow;
  keySecrets: KeySecretRow;
  projectLimits: ProjectLimitsRow;
  images: Stored<ImageRow, 'hasAlpha'>;
  requests: Stored<RequestRow, 'stream'>;
  responses: ResponseRow;
  users: Stored<UserRow, 'enabled'>;
  identities: IdentityRow;
  /** One row from the moment somebody owns the installation. */
  installation: { readonly id: string; readonly createdAt: number };
  sessions: SessionRow;
  projects: Stored<ProjectRow, 'archived'>;
  roles: RoleRow;
  memberships: MembershipRow;
  invitations: InvitationRow;
  audit: AuditRow;
  settings: SettingRow;
  answers: AnswerRow;
  jobs: Stored<JobRow, 'cancelled'>;
  webhooks: WebhookRow;
}

/** A row whose truth values `Flags` are integers. */
export type Stored<Row, Flags extends keyof Row> = Omit<Row, Flags> & { readonly [flag in Flags]: 0 | 1 };

export const flag = (value: boolean): 0 | 1 => (value ? 1 : 0);
