import type { Migration } from 'kysely/migration';
import { initial } from './0001-initial.ts';
import { traces } from './0002-traces.ts';
import { responses } from './0003-responses.ts';
import { costs } from './0004-costs.ts';
import { accounts } from './0005-accounts.ts';
import { keyRules } from './0006-keys.ts';
import { channels } from './0007-channels.ts';
import { requestLog } from './0008-request-log.ts';
import { jobs } from './0009-jobs.ts';
import { bodies } from './0010-bodies.ts';
import { models } from './0011-models.ts';
import { blobDeletions } from './0012-blob-deletions.ts';
import { traceIndexes } from './0013-trace-indexes.ts';
import { unsettled } from './0014-unsettled.ts';
import { hourlyUsage } from './0015-hourly-usage.ts';
import { sumsByDay } from './0016-sums-by-day.ts';
import { attemptErrors } from './0017-attempt-errors.ts';

/** Every migration, in order; written in code rather than found in a folder, so that bundles have them. A released one is never changed. */
export const migrations: Record<string, Migration> = {
  '0001-initial': initial,
  '0002-traces': traces,
  '0003-responses': responses,
  '0004-costs': costs,
  '0005-accounts': accounts,
  '0006-keys': keyRules,
  '0007-channels': channels,
  '0009-jobs': jobs,
  '0008-request-log': requestLog,
  '0010-bodies': bodies,
  '0011-models': models,
  '0012-blob-deletions': blobDeletions,
  '0013-trace-indexes': traceIndexes,
  '0014-unsettled': unsettled,
  '0015-hourly-usage': hourlyUsage,
  '0016-sums-by-day': sumsByDay,
  '0017-attempt-errors': attemptErrors,
};
