export interface Recurring {
  /** Does it now; several calls meanwhile count as one. */
  hurry(): void;
  /** Resolves when what is going on has ended; nothing begins any more. */
  stop(): Promise<void>;
}

/** What somebody else does. */
export const NEVER: Recurring = { hurry() {}, stop: async () => {} };

/** Does something again and again, never twice at once. Failures are told, and it goes on. */
export function recurring(
  work: () => Promise<void>,
  everyMs: number,
  onError: (error: unknown) => void,
): Recurring {
  let timer: NodeJS.Timeout | undefined;
  let going: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  const run = async (): Promise<void> => {
    do {
      again = false;
      await work().catch(onError);
    } while (again && !stopped);
    going = undefined;
    if (!stopped) timer = setTimeout(hurry, everyMs).unref();
  };
  const hurry = (): void => {
    if (stopped) return;
    clearTimeout(timer);
    if (going) again = true;
    else going = run();
  };
  timer = setTimeout(hurry, everyMs).unref();
  return {
    hurry,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await going;
    },
  };
}
