import type { AnswerRecords } from './ports/answers.ts';
import type { AuditRecords } from './ports/audit.ts';
import type { ImageRecords } from './ports/images.ts';
import type { InvitationRecords } from './ports/invitations.ts';
import type { JobRecords } from './ports/jobs.ts';
import type { KeyRecords } from './ports/keys.ts';
import type { LimitRecords } from './ports/limits.ts';
import type { MembershipRecords } from './ports/memberships.ts';
import type { ProjectRecords } from './ports/projects.ts';
import type { RequestRecords } from './ports/requests.ts';
import type { ResponseRecords } from './ports/responses.ts';
import type { RoleRecords } from './ports/roles.ts';
import type { SessionRecords } from './ports/sessions.ts';
import type { SettingRecords } from './ports/settings.ts';
import type { TraceRecords } from './ports/traces.ts';
import type { UsageRecords } from './ports/usage.ts';
import type { UserRecords } from './ports/users.ts';

export type * from './ports/audit.ts';
export type * from './ports/blobs.ts';
export type * from './ports/images.ts';
export type * from './ports/invitations.ts';

import type { WebhookRecords } from './ports/webhooks.ts';

export type * from './ports/answers.ts';
export type * from './ports/jobs.ts';
export type * from './ports/keys.ts';
export type * from './ports/limits.ts';
export type * from './ports/memberships.ts';
export type * from './ports/page.ts';
export type * from './ports/projects.ts';
export type * from './ports/requests.ts';
export type * from './ports/responses.ts';
export type * from './ports/roles.ts';
export type * from './ports/sessions.ts';
export type * from './ports/settings.ts';
export type * from './ports/shared-state.ts';
export type * from './ports/traces.ts';
export type * from './ports/usage.ts';
export type * from './ports/users.ts';
export type * from './ports/webhooks.ts';

/** Rows. Times are Unix milliseconds. */
export interface Records {
  readonly keys: KeyRecords;
  readonly images: ImageRecords;
  readonly limits: LimitRecords;
  readonly requests: RequestRecords;
  readonly responses: ResponseRecords;
  readonly users: UserRecords;
  readonly sessions: SessionRecords;
  readonly projects: ProjectRecords;
  readonly roles: RoleRecords;
  readonly memberships: MembershipRecords;
  readonly invitations: InvitationRecords;
  readonly audit: AuditRecords;
  readonly settings: SettingRecords;
  readonly answers: AnswerRecords;
  readonly jobs: JobRecords;
  readonly webhooks: WebhookRecords;
  readonly traces: TraceRecords;
  readonly usage: UsageRecords;
  close(): Promise<void>;
}
