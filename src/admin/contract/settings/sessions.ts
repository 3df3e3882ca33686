import * as z from 'zod';
import { section } from './section.ts';

export const sessionSettings = section({
  id: 'sessions',
  summary: 'How long people stay signed in; a change counts for open sessions too',
  schema: z.strictObject({
    idleHours: z
      .number()
      .min(0.25)
      .max(24 * 90)
      .meta({ description: 'A session that is not used for this long is over.' }),
    maxDays: z
      .number()
      .min(0.05)
      .max(365)
      .meta({ description: 'A session is over after this time, whatever happens.' }),
  }),
  defaults: { idleHours: 72, maxDays: 30 },
});
