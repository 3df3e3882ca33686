import { Boxes } from 'lucide-react';
import type { ConsolePage } from '@/app/pages.ts';

export const modelsPage: ConsolePage = {
  path: '/models',
  title: 'models:title',
  icon: Boxes,
  group: 'configure',
  scope: ['models:read', 'playground:write'],
  load: () => import('./models.tsx'),
};
