import type { z } from 'zod';
import { configurationRoutes } from '../contract/configuration.ts';
import { type Handler, handle } from '../serving/handler.ts';

/** @param facts what was decided when this node was started */
export const configurationHandlers = (facts: z.input<typeof configurationRoutes.get.reply>): Handler[] => [
  handle(configurationRoutes.get, async () => facts),
];
