import { GatewayError } from '../../contract/error.ts';

/** Conditions that pass when other exchanges end or an operator makes room. */
const EXHAUSTED = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE']);

/** A failed file operation in the gateway's words; the path goes to the log only. */
export function fileError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  const code = errorCode(error) ?? 'unknown';
  const facts = { internal: `file system: ${code} ${error instanceof Error ? error.message : ''}` };
  if (EXHAUSTED.has(code)) {
    return new GatewayError('overloaded', 'The gateway has no room to hold this image now.', facts, error);
  }
  return new GatewayError('internal', 'The gateway could not store or read an image.', facts, error);
}

/** `ENOENT` and the like. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
