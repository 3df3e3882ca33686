import { ALL_SCOPES, SCOPES, type Scope } from './scopes.ts';

/** A role that comes with the gateway and cannot be changed. */
interface BuiltInRole {
  readonly id: string;
  /** `system`: held in the whole installation. `project`: held in projects. */
  readonly level: 'system' | 'project';
  readonly name: string;
  readonly description: string;
  readonly scopes: readonly Scope[];
}

const OF_PROJECTS = ALL_SCOPES.filter((scope) => SCOPES[scope] === 'project');
const reading = (scopes: readonly Scope[]): Scope[] => scopes.filter((scope) => scope.endsWith(':read'));

/** Whoever has one of these could become an owner. */
const OF_OWNERS: readonly Scope[] = ['owners:write', 'backups:write'];

export const BUILT_IN_ROLES: readonly BuiltInRole[] = [
  {
    id: 'owner',
    level: 'system',
    name: 'Owner',
    description: 'Everything. One at least must remain.',
    scopes: ALL_SCOPES,
  },
  {
    id: 'admin',
    level: 'system',
    name: 'Administrator',
    description: 'Everything but making and removing owners, and taking backups.',
    scopes: ALL_SCOPES.filter((scope) => !OF_OWNERS.includes(scope)),
  },
  {
    id: 'operator',
    level: 'system',
    name: 'Operator',
    description: 'Keeps channels and models running; reads the rest, people left aside.',
    scopes: [
      ...(['channels:read', 'channels:write', 'models:read', 'models:write', 'settings:read'] as const),
      ...(['projects:read', 'keys:read', 'requests:read', 'images:read', 'usage:read'] as const),
      'playground:write',
    ],
  },
  {
    id: 'viewer',
    level: 'system',
    name: 'Viewer',
    description: 'Reads everything, prompts and pictures of all projects included.',
    scopes: reading(ALL_SCOPES),
  },
  {
    id: 'project-admin',
    level: 'project',
    name: 'Project administrator',
    description: 'Everything within the project, its members included.',
    scopes: OF_PROJECTS,
  },
  {
    id: 'developer',
    level: 'project',
    name: 'Developer',
    description: 'Makes keys, tries things out, reads the rest of the project.',
    scopes: [...reading(OF_PROJECTS), 'keys:write', 'images:write', 'playground:write'],
  },
  {
    id: 'project-viewer',
    level: 'project',
    name: 'Project viewer',
    description: 'Reads what happens within the project.',
    scopes: reading(OF_PROJECTS),
  },
];
