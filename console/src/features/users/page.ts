import { UsersRound } from 'lucide-react';
import type { ConsolePage } from '@/app/pages.ts';

export const usersPage: ConsolePage = {
  path: '/users',
  title: 'users:title',
  icon: UsersRound,
  group: 'administer',
  scope: 'users:read',
  load: () => import('./users.tsx'),
};
