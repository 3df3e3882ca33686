import * as z from 'zod';
import { label } from '../person.ts';
import { section } from './section.ts';

export const accentColour = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/, 'must be a colour, as #4f46e5');

export const generalSettings = section({
  id: 'general',
  summary: 'How this installation calls itself, and what it looks like',
  schema: z.strictObject({
    name: label(60).meta({ description: 'Shown in the console, also before signing in.' }),
    accent: accentColour.nullable().meta({
      description:
        'Colour of buttons and links, as `#4f46e5`; the console makes it darker or lighter until it can be read. Null: its own.',
    }),
    signInMessage: z
      .string()
      .trim()
      .min(1)
      .max(1_000)
      .nullable()
      .meta({ description: 'Shown to whoever signs in, as plain text.' }),
  }),
  defaults: { name: 'AxonHub', accent: null, signInMessage: null },
});
