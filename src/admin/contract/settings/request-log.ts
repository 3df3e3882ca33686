import * as z from 'zod';
import { section } from './section.ts';

export const days = z.number().int().min(1).max(3_650);

export const bodyPolicy = z.enum(['off', 'metadata', 'full']);

export const requestLogSettings = section({
  id: 'requests',
  summary: 'What is kept of requests, and for how long; projects may differ',
  schema: z.strictObject({
    bodies: bodyPolicy.meta({
      description:
        'What is kept of what clients and upstreams send: nothing, which bodies there were and how large, or all of it.',
    }),
    keepDays: days.meta({
      description: 'Older requests are deleted, those of pinned traces aside; sums for reports stay.',
    }),
    keepBodyDays: days.meta({ description: 'Older bodies are deleted, those of pinned traces aside.' }),
    keepImageDays: days.meta({ description: 'Older pictures are deleted, those of pinned traces aside.' }),
  }),
  defaults: { bodies: 'off', keepDays: 90, keepBodyDays: 7, keepImageDays: 30 },
});
