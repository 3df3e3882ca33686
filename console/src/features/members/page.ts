import { Contact } from 'lucide-react';
import type { ConsolePage } from '@/app/pages.ts';

export const membersPage: ConsolePage = {
  path: '/members',
  title: 'members:title',
  icon: Contact,
  group: 'configure',
  scope: 'members:read',
  load: () => import('./members.tsx'),
};
