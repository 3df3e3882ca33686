/** So often may the machine stall. */
const MOST_TRIES = 10;
const TICK_MS = 10;

/**
 * What `work` found. Where it fails and the process stood still for longer than `mostMs` at once meanwhile, it is done again: its short
 * times were over before what was to happen within them could. A failure without a stall is one. `work` sets up anew what it changes.
 */
export async function undisturbed<T>(mostMs: number, work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const longestStall = watchStalls();
    try {
      return await work();
    } catch (error) {
      if (longestStall() < mostMs || tries === MOST_TRIES) throw error;
    } finally {
      longestStall();
    }
  }
}

/** Begins to watch; what it gives ends that, and tells for how long at the most nothing went on, in milliseconds. */
function watchStalls(): () => number {
  let last = performance.now();
  let longest = 0;
  const look = (): number => {
    const now = performance.now();
    longest = Math.max(longest, now - last - TICK_MS);
    last = now;
    return longest;
  };
  const ticks = setInterval(look, TICK_MS);
  return () => {
    clearInterval(ticks);
    return look();
  };
}
