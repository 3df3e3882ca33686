import { Sparkles } from 'lucide-react';
import type { ConsolePage } from '@/app/pages.ts';

export const studioPage: ConsolePage = {
  path: '/studio',
  title: 'studio:title',
  icon: Sparkles,
  group: 'create',
  scope: 'playground:write',
  load: () => import('./studio.tsx'),
};
