import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Has V8 give back to the system what it holds without need, which it does of itself only when memory is short. The whole process
 * stands still meanwhile: some 70 ms after a start.
 */
export function giveBackMemory(): void {
  // The flag itself, given to Node, would make it compile its own modules at every start. It may not stay, either: compiled code
  // that is kept on the disk counts only for equal flags.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as NodeJS.GCFunction;
  setFlagsFromString('--no-expose-gc');
  collect({ type: 'major', flavor: 'last-resort', execution: 'sync' });
}
