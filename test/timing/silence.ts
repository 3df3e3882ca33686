const TICK_MS = 20;

/** Calls `then` once nothing was heard for so long. A stall of the process counts as one tick: nothing could be heard meanwhile. */
export function afterSilence(ms: number, then: () => void): { heard(): void; stop(): void } {
  let quietMs = 0;
  const ticks = setInterval(() => {
    quietMs += TICK_MS;
    if (quietMs < ms) return;
    clearInterval(ticks);
    then();
  }, TICK_MS);
  return {
    heard: () => {
      quietMs = 0;
    },
    stop: () => clearInterval(ticks),
  };
}
