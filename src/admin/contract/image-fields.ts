import * as z from 'zod';
import { time } from './person.ts';

export const imageSummary = z
  .object({
    id: z.string(),
    createdAt: time,
    model: z.string(),
    keyId: z.string(),
    userId: z.string().nullable(),
    requestId: z.string(),
    traceId: z.string().nullable(),
    mediaType: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    bytes: z.number().int(),
    hasAlpha: z.boolean(),
    prompt: z.string().nullable(),
    parameters: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'ImageSummary' });
