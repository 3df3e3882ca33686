import type { Attempt, RunningJob } from '../exchange.ts';
import { unknownBill } from './keep-unsettled.ts';

/** What an earlier process began for a job and took with it: the provider may have billed it. */
export const lostAttempts = ({ lost }: Partial<Pick<RunningJob, 'lost'>>, now: number): Attempt[] =>
  lost ? [{ ...lost, ...LOST, startedAt: now }] : [];

const LOST = {
  ms: 0,
  score: { total: 0, health: 'closed', parts: {} },
  passedOver: [],
  warnings: [],
  error: 'interrupted',
  cost: unknownBill(1),
  pictures: [],
} as const satisfies Omit<Attempt, 'channel' | 'model' | 'startedAt'>;
