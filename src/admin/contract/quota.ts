import * as z from 'zod';
import { MEASURES, PERIODS } from '../../contract/quota.ts';

export const quota = z
  .strictObject({
    measure: z.enum(MEASURES),
    per: z.enum(PERIODS).meta({ description: 'Days and months are those of the project’s time zone.' }),
    limit: z
      .number()
      .min(0)
      .max(1e12)
      .meta({ description: 'US dollars for `cost`, whole numbers for everything else.' }),
  })
  .refine(({ measure, limit }) => measure === 'cost' || Number.isInteger(limit), {
    error: 'must be a whole number',
    path: ['limit'],
  })
  .meta({ id: 'Quota' });

export const quotas = z
  .array(quota)
  .max(20)
  .refine((list) => new Set(list.map(({ measure, per }) => `${measure} ${per}`)).size === list.length, {
    error: 'names a measure and period twice',
  });

export const quotaStanding = z
  .object({
    measure: z.enum(MEASURES),
    per: z.enum(PERIODS),
    limit: z.number(),
    used: z.number().meta({ description: 'Used and reserved in the running period.' }),
    resetsAt: z.number().int().nullable().meta({ description: 'Unix milliseconds; null: never.' }),
  })
  .meta({ id: 'QuotaStanding' });
