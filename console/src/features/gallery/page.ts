import { Images } from 'lucide-react';
import type { ConsolePage } from '@/app/pages.ts';

export const galleryPage: ConsolePage = {
  path: '/gallery',
  title: 'gallery:title',
  icon: Images,
  group: 'create',
  scope: 'images:read',
  load: () => import('./gallery.tsx'),
};
