import { z } from 'zod';
import { label } from '../person.ts';
import { section } from './section.ts';

export const generalSettings = section({
  id: 'general',
  summary: 'How this installation calls itself',
  schema: z.strictObject({
    name: label(60).meta({ description: 'Shown in the console, also before signing in.' }),
  }),
  defaults: { name: 'AxonHub' },
});
