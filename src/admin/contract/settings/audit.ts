import * as z from 'zod';
import { section } from './section.ts';

export const auditSettings = section({
  id: 'audit',
  summary: 'How long the audit log is kept',
  schema: z.strictObject({
    keepDays: z.number().int().min(7).max(3_650).meta({ description: 'Older entries are deleted.' }),
  }),
  defaults: { keepDays: 365 },
});
