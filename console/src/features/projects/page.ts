import { FolderKanban } from 'lucide-react';
import type { ConsolePage } from '@/app/pages.ts';

export const projectsPage: ConsolePage = {
  path: '/projects',
  title: 'projects:title',
  icon: FolderKanban,
  group: 'administer',
  scope: 'projects:read',
  load: () => import('./projects.tsx'),
};
