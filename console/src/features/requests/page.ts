import { ScrollText } from 'lucide-react';
import type { ConsolePage } from '@/app/pages.ts';

export const requestsPage: ConsolePage = {
  path: '/requests',
  title: 'requests:title',
  icon: ScrollText,
  group: 'observe',
  scope: 'requests:read',
  load: () => import('./requests.tsx'),
};
