import { LayoutDashboard } from 'lucide-react';
import type { ConsolePage } from '@/app/pages.ts';

export const dashboardPage: ConsolePage = {
  path: '/dashboard',
  title: 'dashboard:title',
  icon: LayoutDashboard,
  group: 'observe',
  scope: 'usage:read',
  load: () => import('./dashboard.tsx'),
};
