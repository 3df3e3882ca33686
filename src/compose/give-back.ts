import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Recurring, recurring } from '../lib/recurring.ts';

/** A start has nothing more to do after this long. */
const LOOK_EVERY_MS = 1_000;
/** Who has just had an answer may ask again at once. */
const QUIET_MS = 5_000;
/** What a burst has to leave behind to be worth the time. */
const WORTH_BYTES = 64 * 1024 * 1024;

interface Memory {
  residentBytes(): number;
  /** Gives back to the system what nobody needs. */
  giveBack(): void;
}

/**
 * Gives memory back when the start is over (11 MB), and once after each burst that has left much behind, as soon as nobody has
 * waited for a while. Not after every quiet stretch: some of the code that the next request needs goes as well.
 * @param idleMs for how long nobody has waited, in milliseconds
 */
export function givingBack(
  idleMs: () => number,
  onError: (error: unknown) => void,
  memory: Memory = OF_THIS_PROCESS,
): Recurring {
  /** What was resident when memory was last given back. */
  let rest: number | undefined;
  const isWorthIt = (): boolean => {
    if (rest === undefined) return idleMs() > 0;
    return idleMs() >= QUIET_MS && memory.residentBytes() >= rest + WORTH_BYTES;
  };
  const look = async (): Promise<void> => {
    if (!isWorthIt()) return;
    memory.giveBack();
    rest = memory.residentBytes();
  };
  return recurring(look, LOOK_EVERY_MS, onError);
}

/** V8 gives back of itself only when memory is short. The whole process stands still meanwhile: 70 ms after a start, several times that after a burst. */
const OF_THIS_PROCESS: Memory = {
  residentBytes: () => process.memoryUsage.rss(),
  giveBack() {
    // The flag itself, given to Node, would make it compile its own modules at every start. It may not stay, either: compiled
    // code that is kept on the disk counts only for equal flags.
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as NodeJS.GCFunction;
    setFlagsFromString('--no-expose-gc');
    // Nothing less gives pages back.
    collect({ type: 'major', flavor: 'last-resort', execution: 'sync' });
  },
};
