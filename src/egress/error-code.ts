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
