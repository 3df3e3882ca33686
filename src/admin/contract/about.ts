import * as z from 'zod';
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

const diagnostics = z
  .object({
    about,
    madeAt: z.number().int().meta({ description: 'Unix milliseconds.' }),
    machine: z.object({
      platform: z.string(),
      cores: z.number().int(),
      memoryBytes: z.number().int(),
      freeMemoryBytes: z.number().int(),
    }),
    process: z.object({
      uptimeSeconds: z.number(),
      cpuSeconds: z.number(),
      residentBytes: z.number().int(),
      heapBytes: z.number().int(),
    }),
    server: z
      .record(z.string(), z.unknown())
      .meta({ description: 'Settings of the file and the environment.' }),
    channels: z
      .array(
        z.object({
          name: z.string(),
          type: z.string(),
          priority: z.number(),
          weight: z.number(),
          host: z.string().meta({ description: 'Where it calls; nothing of the path, no key.' }),
        }),
      )
      .readonly(),
  })
  .meta({
    id: 'Diagnostics',
    description: 'What helps to find out what is wrong. Holds no secrets and nobody’s content.',
  });

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
  diagnostics: route({
    id: 'getDiagnostics',
    method: 'GET',
    path: '/diagnostics',
    summary: 'What to send along with a question about this installation',
    tag: 'about',
    access: 'settings:read',
    reply: diagnostics,
  }),
};
