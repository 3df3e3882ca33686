import type { z } from 'zod';
import { type about, aboutRoutes } from './contract/about.ts';
import { type Handler, handle } from './handler.ts';

export const aboutHandlers = (facts: z.input<typeof about>): Handler[] => [
  handle(aboutRoutes.about, async () => facts),
];
