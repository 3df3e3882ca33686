/** `ECONNREFUSED`, `UND_ERR_SOCKET` and the like; empty when there is none. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** A failure for the log, with the failures it is made of: trying several addresses gives one for each. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const parts = error instanceof AggregateError ? error.errors.map(describeError) : [];
  if (error.cause !== undefined) parts.push(describeError(error.cause));
  const own = [errorCode(error) || error.name, error.message].filter(Boolean).join(': ');
  return [own, ...parts].join(' < ');
}

const BROKEN = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** The connection ended; it was not that it could not be made, took too long or was given up. */
export const isBroken = (error: unknown): boolean => BROKEN.has(errorCode(error));

/** Writing the request failed, so at least its end is still here. */
export const neverLeft = (error: unknown): boolean =>
  isBroken(error) && error instanceof Error && 'syscall' in error && error.syscall === 'write';
