import { Settings } from 'lucide-react';
import type { ConsolePage } from '@/app/pages.ts';

export const settingsPage: ConsolePage = {
  path: '/settings',
  title: 'settings:title',
  icon: Settings,
  group: 'administer',
  scope: 'settings:read',
  load: () => import('./settings.tsx'),
};
