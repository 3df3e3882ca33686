import * as z from 'zod';

/** Every refusal and failure of the admin API. */
export const failure = z
  .object({
    error: z.object({
      code: z
        .string()
        .meta({ description: 'For programs, such as `invalid_request` or `permission_denied`.' }),
      message: z.string().meta({ description: 'For people: what happened and what to do.' }),
      reason: z.string().nullable().meta({
        description:
          'Which message this is, as `refusals.userUnknown`, for those who say it in other words; null: it has no key.',
      }),
      params: z.record(z.string(), z.string()).meta({ description: 'What differs in the message.' }),
      field: z.string().nullable().meta({ description: 'The member at fault, such as `models[0].name`.' }),
    }),
  })
  .meta({ id: 'Failure' });
