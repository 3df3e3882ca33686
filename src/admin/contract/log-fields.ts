import * as z from 'zod';

export const text = z.string().trim().min(1).max(200);

/** Query members that cut a stretch out of time. */
export const rangeQuery = {
  since: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Unix milliseconds, from this one on.' }),
  until: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Unix milliseconds, before this one.' }),
};

export const yesOrNo = z.enum(['true', 'false']);

export const project = z.string().min(1).max(100);
export const projectParams = z.object({ project });
export const entryParams = z.object({ project, id: z.string().min(1).max(300) });

export const costNanoUsd = z
  .number()
  .int()
  .nullable()
  .meta({ description: 'Billionths of a US dollar; null: unknown, or nothing was called.' });

export const warning = z
  .object({ kind: z.string(), field: z.string(), detail: z.string() })
  .meta({ id: 'Warning' });

/** Counts as the provider reports them; what is absent is unknown. */
export const tokenUsage = z
  .object({
    inputTokens: z.number(),
    outputTokens: z.number(),
    cachedInputTokens: z.number(),
    cachedInputImageTokens: z.number(),
    cacheWriteTokens: z.number(),
    cacheWriteHourTokens: z.number(),
    reasoningTokens: z.number(),
    inputImageTokens: z.number(),
    outputImageTokens: z.number(),
    images: z.number(),
    cost: z.number(),
  })
  .partial()
  .meta({ id: 'TokenUsage' });

/** How an amount came about, or why it is unknown. */
export const cost = z
  .union([
    z.object({
      usd: z.number(),
      basis: z.string(),
      approximate: z.boolean().optional(),
      lines: z
        .array(
          z.object({
            what: z.string(),
            variant: z.string().optional(),
            quantity: z.number(),
            usd: z.number(),
          }),
        )
        .readonly(),
    }),
    z.object({ unknown: z.string(), atLeast: z.number().optional() }),
  ])
  .meta({ id: 'Cost' });
