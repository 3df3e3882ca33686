import { MessagesSquare } from 'lucide-react';
import type { ConsolePage } from '@/app/pages.ts';

export const chatPage: ConsolePage = {
  path: '/chat',
  title: 'chat:title',
  icon: MessagesSquare,
  group: 'create',
  scope: 'playground:write',
  load: () => import('./chat.tsx'),
};
