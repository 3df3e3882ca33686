import { z } from 'zod';

/** Every refusal and failure of the admin API. */
export const failure = z
  .object({
    error: z.object({
      code: z
        .string()
        .meta({ description: 'For programs, such as `invalid_request` or `permission_denied`.' }),
      message: z.string().meta({ description: 'For people: what happened and what to do.' }),
      field: z.string().nullable().meta({ description: 'The member at fault, such as `models[0].name`.' }),
    }),
  })
  .meta({ id: 'Failure' });
