import type {
  AnswerRow,
  AuditRow,
  BlobDeletionRow,
  BodyRow,
  ChannelRow,
  CredentialRow,
  ExecutionRow,
  IdentityRow,
  ImageRow,
  InvitationRow,
  JobRow,
  KeyRow,
  KeySecretRow,
  LatencyCount,
  MembershipRow,
  ModelRow,
  PictureCount,
  PriceRow,
  ProjectLimitsRow,
  ProjectRow,
  RequestRow,
  ResponseRow,
  RoleRow,
  SessionRow,
  SettingRow,
  TraceRow,
  UnsettledRow,
  UsageSum,
  UserRow,
  WebhookRow,
} from '../ports.ts';
import type { PictureSlice, UsageSlice } from './usage-slice.ts';

/**
 * The tables as every SQL engine holds them. Names are camelCase here and snake_case in the database. Truth values are the integers 0 and 1:
 * SQLite has no others, and one schema serves every engine.
 */
export interface Database {
  gatewayKeys: KeyRow;
  keySecrets: KeySecretRow;
  projectLimits: ProjectLimitsRow;
  images: Stored<ImageRow, 'hasAlpha', 'parameters'>;
  requests: Stored<RequestRow, 'stream', 'usage' | 'cost' | 'warnings'>;
  executions: Stored<ExecutionRow, never, 'score' | 'usage' | 'cost' | 'warnings' | 'pictures'>;
  traces: TraceRow;
  unsettled: UnsettledRow;
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
  bodies: BodyRow;
  blobDeletions: BlobDeletionRow;
  responseBlobs: { readonly responseId: string; readonly sha256: string };
  jobs: Stored<JobRow, 'cancelled'>;
  webhooks: WebhookRow;
  usageSums: UsageSum;
  usageSlices: UsageSlice;
  usageLatencies: LatencyCount;
  usageLatenciesHourly: Omit<LatencyCount, 'model' | 'channel'>;
  usageLatenciesByChannel: Omit<LatencyCount, 'model'>;
  usagePictures: PictureCount;
  usagePictureSlices: PictureSlice;
  channels: Stored<ChannelRow, 'enabled'>;
  channelCredentials: Stored<CredentialRow, 'enabled'>;
  models: Stored<ModelRow, 'enabled'>;
  modelPrices: PriceRow;
}

/** A row whose truth values `Flags` are integers and whose members `Json` are JSON text. */
export type Stored<Row, Flags extends keyof Row, Json extends keyof Row = never> = Omit<Row, Flags | Json> & {
  readonly [flag in Flags]: 0 | 1;
} & { readonly [name in Json]: null extends Row[name] ? string | null : string };

export const flag = (value: boolean): 0 | 1 => (value ? 1 : 0);

export const toJson = (value: unknown): string => JSON.stringify(value);

/** Numbers that may exceed 32 bits come as strings from some engines. */
export const numberOrNull = (value: unknown): number | null =>
  value === null || value === undefined ? null : Number(value);
