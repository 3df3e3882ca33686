import { z } from 'zod';
import { route } from './route.ts';

export const about = z
  .object({
    version: z.string(),
    node: z.string().meta({ description: 'Version of the runtime.' }),
    database: z.enum(['sqlite', 'postgres']),
    blobs: z.enum(['fs', 's3']),
    shared: z.enum(['memory', 'redis']),
    startedAt: z.number().int().meta({ description: 'Unix milliseconds.' }),
  })
  .meta({ id: 'About' });

export const aboutRoutes = {
  about: route({
    id: 'getAbout',
    method: 'GET',
    path: '/about',
    summary: 'What is running here',
    tag: 'about',
    access: 'signed-in',
    reply: about,
  }),
};
