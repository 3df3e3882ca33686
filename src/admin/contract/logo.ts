import * as z from 'zod';
import { route } from './route.ts';

/** Of the file, before it is made smaller; as base64 it fits a body of the admin API. */
export const MOST_LOGO_BYTES = 700_000;

export const logoRoutes = {
  get: route({
    id: 'getLogo',
    method: 'GET',
    path: '/logo',
    summary: 'The logo of this installation, also before signing in; 404 where there is none',
    tag: 'logo',
    access: 'anyone',
    query: z.strictObject({
      v: z.string().max(100).optional().meta({ description: 'What it is kept under by browsers.' }),
    }),
    produces: 'image/webp',
  }),
  put: route({
    id: 'putLogo',
    method: 'PUT',
    path: '/logo',
    summary: 'Give this installation a logo: a raster picture (no SVG), kept as a small WebP',
    tag: 'logo',
    access: 'settings:write',
    body: z.strictObject({
      data: z
        .base64()
        .min(1)
        .max(Math.ceil(MOST_LOGO_BYTES / 3) * 4)
        .meta({ description: 'The file, as base64.' }),
    }),
    reply: z.object({ hash: z.string(), width: z.int(), height: z.int(), bytes: z.int() }),
  }),
  remove: route({
    id: 'removeLogo',
    method: 'DELETE',
    path: '/logo',
    summary: 'Take the logo away',
    tag: 'logo',
    access: 'settings:write',
  }),
};
