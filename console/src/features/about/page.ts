import { Info } from 'lucide-react';
import type { ConsolePage } from '@/app/pages.ts';

export const aboutPage: ConsolePage = {
  path: '/about',
  title: 'about:title',
  icon: Info,
  group: 'administer',
  load: () => import('./about.tsx'),
};
