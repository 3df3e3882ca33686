import { ConfigError } from './config-error.ts';
import type { Environment } from './expand.ts';

const MOST_WORKERS = 256;

/**
 * `AXONHUB_WORKERS`: how many processes serve; `auto` is one per core. It stands in no file: it is needed before the rest of the
 * configuration is read. @throws ConfigError
 */
export function givenWorkers({ AXONHUB_WORKERS: text }: Environment, cores: number): number {
  if (!text) return 1;
  if (text === 'auto') return Math.min(cores, MOST_WORKERS);
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MOST_WORKERS) return count;
  const message = `must be auto or a number from 1 to ${MOST_WORKERS}`;
  throw new ConfigError([{ where: 'AXONHUB_WORKERS', message }]);
}
