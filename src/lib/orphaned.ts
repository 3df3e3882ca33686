/**
 * Calls back once when the process that started this one has ended. npm starts scripts through a shell and ends on SIGTERM
 * without passing it on: whoever stops `npm start` would leave the program running. Does not keep the process alive.
 */
export function whenOrphaned(callback: () => void, pollMs = 500): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, pollMs);
  timer.unref();
}
