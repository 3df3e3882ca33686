import { pino } from 'pino';
import { Primary, type PrimaryOptions } from './cluster/primary.ts';
import { createMemoryShared } from './storage/memory/shared-state.ts';

/** The parent of all workers. It loads little: none of what serves requests. */
export function createPrimary(options: Pick<PrimaryOptions, 'count' | 'fork' | 'onStarted'>): Primary {
  const logger = pino({}, process.stderr);
  return new Primary({
    ...options,
    shared: createMemoryShared(),
    onLoss: (worker, reason) => logger.error({ worker, reason }, 'a worker ended; another takes its place'),
  });
}
