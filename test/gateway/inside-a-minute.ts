import { setTimeout as sleep } from 'node:timers/promises';

const MINUTE_MS = 60_000;

/** Waits until at least so much is left of the running minute, for what is counted by the clock. */
export async function insideAMinute(neededMs = 10_000): Promise<void> {
  const left = MINUTE_MS - (Date.now() % MINUTE_MS);
  if (left < neededMs) await sleep(left + 10);
}
