import { Cable } from 'lucide-react';
import type { ConsolePage } from '@/app/pages.ts';

export const channelsPage: ConsolePage = {
  path: '/channels',
  title: 'channels:title',
  icon: Cable,
  group: 'configure',
  scope: 'channels:read',
  load: () => import('./channels.tsx'),
};
