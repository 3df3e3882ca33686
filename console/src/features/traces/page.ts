import { Waypoints } from 'lucide-react';
import type { ConsolePage } from '@/app/pages.ts';

export const tracesPage: ConsolePage = {
  path: '/traces',
  title: 'traces:title',
  icon: Waypoints,
  group: 'observe',
  scope: 'requests:read',
  load: () => import('./traces.tsx'),
};
