import { z } from 'zod';
import { section } from './section.ts';

export const requestLogSettings = section({
  id: 'requests',
  summary: 'How long requests are kept',
  schema: z.strictObject({
    keepDays: z.number().int().min(1).max(3_650).meta({
      description: 'Older requests are deleted, those of pinned traces aside; sums for reports stay.',
    }),
  }),
  defaults: { keepDays: 90 },
});
