import { S3ServiceException } from '@aws-sdk/client-s3';
import { GatewayError } from '../../contract/error.ts';

/** A failed S3 call in the gateway's words; bucket and endpoint go to the log only. */
export function s3Error(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  const status = statusOf(error);
  const facts = { internal: `S3: ${status ?? 'no answer'} ${describe(error)}` };
  if (passes(error)) {
    return new GatewayError('overloaded', 'The picture store cannot be reached now.', facts, error);
  }
  return new GatewayError('internal', 'The gateway could not store or read an image.', facts, error);
}

/** HTTP status of the answer; undefined: there was none. */
export const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

/** Failures that another try may not see. */
export function passes(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined || status >= 500 || status === 429;
}

export const describe = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
