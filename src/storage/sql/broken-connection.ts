import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError } from '../../contract/error.ts';

/** PostgreSQL's words for "not now": shut down, crashed, starting up, too many connections, connection failures. */
const SQL_STATES = /^(57P0[123]|53300|08\w{3})$/;
const SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
const WORDS = /connection terminated|connection error and is not queryable|connection ended/i;

/** The connection to the database is lost, or none can be had for now: nothing is wrong with the statement. */
export function isBroken(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof GatewayError) return isBroken(error.cause);
  if (error instanceof AggregateError) return error.errors.some(isBroken);
  const code = 'code' in error ? String(error.code) : '';
  return SQL_STATES.test(code) || SYSTEM.has(code) || WORDS.test(error.message);
}

/** The connection broke under a statement: another try may find another one. What clients hear names no address. */
export const interrupted = (error: unknown): GatewayError => unreachable(error, error);

/** Nobody answered for as long as it is worth waiting. */
export const unreachable = (error: unknown, cause?: unknown): GatewayError =>
  new GatewayError(
    'overloaded',
    'The gateway cannot reach its database.',
    { internal: `database: ${error instanceof Error ? error.message : String(error)}` },
    cause,
  );

const MOST_TRIES = 5;
const PAUSE_MS = 200;

/** Runs a statement that may run twice without harm, again where the connection broke under it. */
export async function again<Result>(statement: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await statement();
    } catch (error) {
      if (!isBroken(error)) throw error;
      if (tries === MOST_TRIES) throw unreachable(error);
      await sleep(PAUSE_MS * tries);
    }
  }
}
