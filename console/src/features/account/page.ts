import { CircleUser } from 'lucide-react';
import type { ConsolePage } from '@/app/pages.ts';

/** Reached by one's own name below the navigation. */
export const accountPage: ConsolePage = {
  path: '/account',
  title: 'account:title',
  icon: CircleUser,
  load: () => import('./account.tsx'),
};
