import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError } from '../../contract/error.ts';

/** Waits. @throws GatewayError `client_closed`, or the signal's own reason, when the signal fires */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (signal.reason instanceof GatewayError) throw signal.reason;
    throw new GatewayError('client_closed', 'The request was cancelled.', {}, error);
  }
}
