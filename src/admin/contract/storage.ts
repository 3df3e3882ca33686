import * as z from 'zod';
import { route } from './route.ts';

const place = z.string().meta({ description: 'Without passwords.' });
const amount = z.object({ count: z.int(), bytes: z.number() });

const storage = z
  .object({
    database: z.object({ kind: z.enum(['sqlite', 'postgres']), place, bytes: z.number() }),
    blobs: z.object({
      kind: z.enum(['fs', 's3']),
      place,
      freeBytes: z.number().nullable().meta({ description: 'Of its disk; null: unknown.' }),
    }),
    shared: z.object({ kind: z.enum(['memory', 'redis']), place: place.nullable() }),
    images: amount.meta({ description: 'Pictures that are kept.' }),
    bodies: amount.meta({ description: 'Bodies that are told of, and how large they were on the wire.' }),
    requests: z.int(),
    waiting: z.int().meta({ description: 'Files that are deleted within the hour.' }),
    ending: z
      .object({ images: amount, bodies: amount })
      .meta({ description: 'What is deleted within a day for its age.' }),
    endingIsMore: z.boolean().meta({ description: 'There is more to delete than was counted.' }),
  })
  .meta({ id: 'Storage' });

const checked = z
  .object({
    what: z.enum(['database', 'blobs', 'shared']),
    ok: z.boolean(),
    ms: z.number().meta({ description: 'How long it took, in milliseconds.' }),
    problem: z.string().nullable(),
  })
  .meta({ id: 'StorageCheck' });

export const storageRoutes = {
  get: route({
    id: 'getStorage',
    method: 'GET',
    path: '/storage',
    summary:
      'Where everything is kept and how much there is; counts as it goes, which takes seconds for millions',
    tag: 'storage',
    access: 'settings:read',
    reply: storage,
  }),
  check: route({
    id: 'checkStorage',
    method: 'POST',
    path: '/storage/check',
    summary: 'Write, read and delete something in every store',
    tag: 'storage',
    access: 'settings:write',
    reply: z.object({ items: z.array(checked).readonly() }),
  }),
};
