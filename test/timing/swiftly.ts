/** So often may the machine stall. */
const MOST_TRIES = 20;

/**
 * What `work` found, done within `mostMs`: where the machine stalled meanwhile, what was to happen inside of a short
 * time did not, and it is done again. `work` gets a number of its own each time, to begin with fresh names.
 * @throws where it was never so fast.
 */
export async function swiftly<T>(mostMs: number, work: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
    const started = performance.now();
    const found = await work(attempt);
    if (performance.now() - started < mostMs) return found;
  }
  throw new Error(`what was to be done in ${mostMs} ms took longer ${MOST_TRIES} times`);
}
