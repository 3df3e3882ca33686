import * as z from 'zod';
import { imageSummary } from './image-fields.ts';
import { entryParams, projectParams, rangeQuery, text } from './log-fields.ts';
import { pageOf, pageQuery } from './page.ts';
import { time } from './person.ts';
import { route } from './route.ts';

const tag = 'images';

export const imageRoutes = {
  list: route({
    id: 'listImages',
    method: 'GET',
    path: '/projects/{project}/images',
    summary: 'Kept pictures, newest first; a page may have few entries and still be followed by another',
    tag,
    access: 'images:read',
    params: projectParams,
    query: z.object({
      ...pageQuery,
      ...rangeQuery,
      model: text.optional(),
      keyId: text.optional(),
      requestId: text.optional(),
      traceId: text.optional(),
      text: text.optional().meta({ description: 'Part of the prompt.' }),
    }),
    reply: pageOf(imageSummary),
  }),
  get: route({
    id: 'getImage',
    method: 'GET',
    path: '/projects/{project}/images/{id}',
    summary: 'What is known of a kept picture',
    tag,
    access: 'images:read',
    params: entryParams,
    reply: imageSummary,
  }),
  thumbnail: route({
    id: 'getImageThumbnail',
    method: 'GET',
    path: '/projects/{project}/images/{id}/thumbnail',
    summary: 'A small WebP picture of it, 384 pixels at its longer side at most',
    tag,
    access: 'images:read',
    params: entryParams,
    produces: 'image/webp',
  }),
  file: route({
    id: 'getImageFile',
    method: 'GET',
    path: '/projects/{project}/images/{id}/file',
    summary: 'The picture itself, byte for byte as the client got it',
    tag,
    access: 'images:read',
    params: entryParams,
    query: z.object({ download: z.enum(['true', 'false']).optional() }),
    produces: 'image/*',
  }),
  link: route({
    id: 'createImageLink',
    method: 'POST',
    path: '/projects/{project}/images/{id}/link',
    summary: 'A signed link that whoever has it can open until it expires',
    tag,
    access: 'images:read',
    params: entryParams,
    body: z.strictObject({
      hours: z
        .number()
        .int()
        .min(1)
        .max(24 * 365)
        .default(24)
        .meta({ description: 'How long it works.' }),
    }),
    reply: z.object({ url: z.string(), expiresAt: time }),
  }),
  remove: route({
    id: 'deleteImage',
    method: 'DELETE',
    path: '/projects/{project}/images/{id}',
    summary:
      'Takes the picture out of the gallery; where nothing else refers to its bytes they are deleted within minutes, and links to it end',
    tag,
    access: 'images:write',
    params: entryParams,
  }),
};
