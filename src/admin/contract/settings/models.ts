import * as z from 'zod';
import { section } from './section.ts';

export const modelSettings = section({
  id: 'models',
  summary: 'Which models clients can ask for',
  schema: z.strictObject({
    onlyEntries: z.boolean().meta({
      description:
        'Only models with an entry can be asked for and are listed. Off: those of every channel too.',
    }),
  }),
  defaults: { onlyEntries: false },
});
