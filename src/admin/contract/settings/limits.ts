import * as z from 'zod';
import { section } from './section.ts';

export const limitSettings = section({
  id: 'limits',
  summary: 'How much clients may send and use where nothing else is said',
  schema: z.strictObject({
    bodyMb: z
      .int()
      .min(1)
      .max(4_096)
      .nullable()
      .meta({ description: 'Largest request body in MiB; null: as the configuration says.' }),
    pictureMegapixels: z.int().min(20).max(250).meta({
      description: 'Largest picture that is decoded, in millions of pixels; it takes four bytes each.',
    }),
    linkHours: z
      .int()
      .min(1)
      .max(8_760)
      .nullable()
      .meta({ description: 'How long new links to pictures work; null: as the configuration says.' }),
    keyRequestsPerMinute: z
      .int()
      .min(1)
      .max(1_000_000)
      .nullable()
      .meta({ description: 'Of every key that has no such quota of its own; null: none.' }),
    keyUsdPerDay: z
      .number()
      .min(0)
      .max(1_000_000)
      .nullable()
      .meta({ description: 'US dollars a day of every key that has no such quota of its own; null: none.' }),
  }),
  defaults: {
    bodyMb: null,
    pictureMegapixels: 64,
    linkHours: null,
    keyRequestsPerMinute: null,
    keyUsdPerDay: null,
  },
});
