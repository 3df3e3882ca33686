import { KeyRound } from 'lucide-react';
import type { ConsolePage } from '@/app/pages.ts';

export const keysPage: ConsolePage = {
  path: '/keys',
  title: 'keys:title',
  icon: KeyRound,
  group: 'configure',
  scope: 'keys:read',
  load: () => import('./keys.tsx'),
};
