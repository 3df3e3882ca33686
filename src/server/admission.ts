import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../contract/error.ts';

/** Bytes of request bodies being worked on: over the mark new ones are told to come later rather than memory or disk running out. */
export interface Admission {
  readonly limitBytes: number;
  inFlight: number;
}

export const createAdmission = (limitBytes: number): Admission => ({ limitBytes, inFlight: 0 });

/** Assumed for bodies that do not say how long they are. */
const UNKNOWN_LENGTH = 1_048_576;

/** Counts a request in. `check` throws GatewayError `overloaded`; `release` must be called when the answer is out. */
export function admitBytes(admission: Admission, request: IncomingMessage) {
  const declared = Number(request.headers['content-length']);
  const bytes = Number.isSafeInteger(declared) && declared >= 0 ? declared : UNKNOWN_LENGTH;
  const before = admission.inFlight;
  admission.inFlight += bytes;
  return {
    check(): void {
      if (before > 0 && before + bytes > admission.limitBytes) {
        throw new GatewayError('overloaded', 'The gateway is busy with large requests; try again shortly.', {
          retryAfterMs: 2_000,
        });
      }
    },
    release(): void {
      admission.inFlight -= bytes;
    },
  };
}
