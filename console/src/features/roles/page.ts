import { ShieldCheck } from 'lucide-react';
import type { ConsolePage } from '@/app/pages.ts';

export const rolesPage: ConsolePage = {
  path: '/roles',
  title: 'roles:title',
  icon: ShieldCheck,
  group: 'administer',
  scope: 'roles:read',
  load: () => import('./roles.tsx'),
};
