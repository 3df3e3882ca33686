import { Route } from 'lucide-react';
import type { ConsolePage } from '@/app/pages.ts';

export const routingPage: ConsolePage = {
  path: '/routing',
  title: 'routing:title',
  icon: Route,
  group: 'configure',
  scope: 'channels:read',
  load: () => import('./routing.tsx'),
};
