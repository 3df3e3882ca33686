import type {
  AuditRow,
  InvitationRow,
  MembershipRow,
  RoleRow,
  SessionRow,
  UserRow,
} from '../../src/storage/ports.ts';

/** Beyond 32 bits, as every time is. */
export const NOW = 1_795_000_000_123;

export const USER: UserRow = {
  id: 'usr_1',
  email: 'ada@example.com',
  name: 'Ada 🎨',
  passwordHash: '$argon2id$…',
  role: 'owner',
  enabled: true,
  createdAt: NOW,
  signedInAt: null,
};

export const SESSION: SessionRow = {
  id: 'ses_1',
  tokenHash: 'ab'.repeat(32),
  userId: USER.id,
  createdAt: NOW,
  seenAt: NOW,
  expiresAt: NOW + 1_000,
  ip: '2001:db8::1',
  userAgent: 'A browser',
};

export const MEMBERSHIP: MembershipRow = {
  project: 'default',
  userId: USER.id,
  role: 'developer',
  createdAt: NOW,
};

export const ROLE: RoleRow = {
  id: 'rol_1',
  level: 'project',
  name: 'Artist',
  description: '',
  scopes: '["images:read"]',
  createdAt: NOW,
};

export const INVITATION: InvitationRow = {
  id: 'inv_1',
  kind: 'join',
  tokenHash: 'cd'.repeat(32),
  email: 'grace@example.com',
  userId: null,
  role: null,
  project: null,
  memberships: '[{"project":"default","role":"developer"}]',
  invitedBy: USER.id,
  createdAt: NOW,
  expiresAt: NOW + 1_000,
};

export const AUDIT: AuditRow = {
  id: 'aud_1',
  at: NOW,
  actorKind: 'user',
  actorId: USER.id,
  actorName: USER.name,
  ip: '192.0.2.1',
  action: 'createKey',
  project: 'default',
  facts: '{"sent":["name"]}',
  status: 200,
};
