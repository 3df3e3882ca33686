import { ClipboardList } from 'lucide-react';
import type { ConsolePage } from '@/app/pages.ts';

export const auditPage: ConsolePage = {
  path: '/audit',
  title: 'audit:title',
  icon: ClipboardList,
  group: 'administer',
  scope: 'audit:read',
  load: () => import('./audit.tsx'),
};
