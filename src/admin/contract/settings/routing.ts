import * as z from 'zod';
import { section } from './section.ts';

const pause = z.int().min(0).max(120_000);

export const routingSettings = section({
  id: 'routing',
  summary: 'How targets are put into order, and what follows a failure',
  schema: z.strictObject({
    strategy: z
      .enum(['adaptive', 'failover', 'weighted'])
      .nullable()
      .meta({ description: 'How targets of one priority are told apart; null: as the configuration says.' }),
    affinity: z.boolean().meta({
      description: 'Requests of one trace stay with the channel that served them last (`adaptive` alone).',
    }),
    maxAttempts: z.int().min(1).max(20).nullable().meta({
      description: 'Most targets asked for one request; null: all. The profile of a key may say otherwise.',
    }),
    patienceMs: pause.meta({
      description: 'Longest wait for the same target where no other one seems well; 0: none.',
    }),
    patienceElsewhereMs: pause.meta({ description: 'The same, where another target seems well.' }),
    mostWaits: z.int().min(0).max(10).meta({ description: 'How often one target is waited for.' }),
    timeZone: z
      .string()
      .max(100)
      .refine(isTimeZone, { error: 'is no time zone' })
      .meta({ description: 'IANA name: of the days and months that budgets of channels count.' }),
  }),
  defaults: {
    strategy: null,
    affinity: true,
    maxAttempts: null,
    patienceMs: 10_000,
    patienceElsewhereMs: 1_000,
    mostWaits: 2,
    timeZone: 'UTC',
  },
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}
