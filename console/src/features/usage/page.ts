import { ChartNoAxesCombined } from 'lucide-react';
import type { ConsolePage } from '@/app/pages.ts';

export const usagePage: ConsolePage = {
  path: '/usage',
  title: 'usage:title',
  icon: ChartNoAxesCombined,
  group: 'observe',
  scope: 'usage:read',
  load: () => import('./usage.tsx'),
};
