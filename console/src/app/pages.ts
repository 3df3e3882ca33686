import type { Scope } from '@contract/scopes.ts';
import type { LucideIcon } from 'lucide-react';
import type { FunctionComponent } from 'react';
import { aboutPage } from '@/features/about/page.ts';
import { accountPage } from '@/features/account/page.ts';
import { auditPage } from '@/features/audit/page.ts';
import { channelsPage } from '@/features/channels/page.ts';
import { chatPage } from '@/features/chat/page.ts';
import { dashboardPage } from '@/features/dashboard/page.ts';
import { galleryPage } from '@/features/gallery/page.ts';
import { keysPage } from '@/features/keys/page.ts';
import { membersPage } from '@/features/members/page.ts';
import { modelsPage } from '@/features/models/page.ts';
import { projectsPage } from '@/features/projects/page.ts';
import { requestsPage } from '@/features/requests/page.ts';
import { rolesPage } from '@/features/roles/page.ts';
import { routingPage } from '@/features/routing/page.ts';
import { settingsPage } from '@/features/settings/page.ts';
import { studioPage } from '@/features/studio/page.ts';
import { tracesPage } from '@/features/traces/page.ts';
import { usagePage } from '@/features/usage/page.ts';
import { usersPage } from '@/features/users/page.ts';

export type NavGroup = 'create' | 'observe' | 'configure' | 'administer';

/** One page of the console. Each feature exports its own; this file lists them, and the navigation follows from it. */
export interface ConsolePage {
  /** As `/channels`. */
  readonly path: string;
  /** Key of its name in the words of the feature, as `channels:title`. */
  readonly title: string;
  readonly icon: LucideIcon;
  /** Absent: it is reached from other pages only. */
  readonly group?: NavGroup;
  /** What the person must be allowed to see it, of several any one; absent: nothing. */
  readonly scope?: Scope | readonly Scope[];
  /** Loaded when it is first shown. */
  readonly load: () => Promise<{ readonly default: FunctionComponent }>;
}

export const PAGES: readonly ConsolePage[] = [
  studioPage,
  chatPage,
  galleryPage,
  dashboardPage,
  requestsPage,
  tracesPage,
  usagePage,
  channelsPage,
  modelsPage,
  routingPage,
  keysPage,
  membersPage,
  projectsPage,
  usersPage,
  rolesPage,
  settingsPage,
  auditPage,
  aboutPage,
  accountPage,
];
