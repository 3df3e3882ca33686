/**
 * What somebody may be allowed to do: one noun, read or write. A `project` scope counts in the project it was given in, or in every
 * project when it was given for the whole system; a `system` scope concerns the whole installation.
 */
export const SCOPES = {
  'channels:read': 'system',
  'channels:write': 'system',
  'models:read': 'system',
  'models:write': 'system',
  /** To make and remove owners, over and above what it takes to manage users. */
  'owners:write': 'system',
  'users:read': 'system',
  'users:write': 'system',
  'roles:read': 'system',
  'roles:write': 'system',
  /** To take everything there is out of here, what opens the stored secrets included. */
  'backups:write': 'system',
  'settings:read': 'system',
  'settings:write': 'system',
  'audit:read': 'system',
  'projects:read': 'project',
  'projects:write': 'project',
  'members:read': 'project',
  'members:write': 'project',
  'keys:read': 'project',
  'keys:write': 'project',
  'requests:read': 'project',
  'requests:write': 'project',
  'images:read': 'project',
  'images:write': 'project',
  'usage:read': 'project',
  'playground:write': 'project',
} as const satisfies Record<string, 'system' | 'project'>;

export type Scope = keyof typeof SCOPES;

export const ALL_SCOPES = Object.keys(SCOPES) as [Scope, ...Scope[]];
