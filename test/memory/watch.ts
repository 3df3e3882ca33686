/**
 * Loaded into a gateway before anything else (`node --import`): notes the peak of resident memory or, with WATCH=strings, the
 * longest string that is made from bytes or JSON (which itself costs memory). Answers over the IPC channel.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { StringDecoder } from 'node:string_decoder';
import { writeHeapSnapshot } from 'node:v8';
import { isMainThread } from 'node:worker_threads';

/** What the gateway's process says of itself. */
export interface MemoryReport {
  /** Characters. */
  readonly longestString: number;
  /** Where that string was made. */
  readonly madeBy: string;
  /** Bytes, now. */
  readonly resident: number;
  /** Bytes, since the last reset. */
  readonly peakResident: number;
  /** Bytes, now: JavaScript's heap, and what hangs on it outside (buffers). */
  readonly heap: number;
  readonly external: number;
  /** What keeps the event loop busy: sockets, timers, requests to the system. */
  readonly resources: number;
  /** Open file descriptors; 0 where the system does not tell. */
  readonly files: number;
  /** Milliseconds that a hundredth of all turns of the event loop came late, since the last reset. */
  readonly delayMs: number;
}

export type MemoryQuestion =
  | { readonly ask: 'report' | 'reset' | 'forget' }
  | { readonly ask: 'snapshot'; readonly file: string };

const FILES = '/proc/self/fd';
const delay = monitorEventLoopDelay({ resolution: 10 });
let longest = 0;
let madeBy = '';
let peak = 0;

const sample = (): void => {
  peak = Math.max(peak, process.memoryUsage.rss());
};

function note(value: unknown, name: string): void {
  if (typeof value !== 'string' || value.length <= longest) return;
  longest = value.length;
  madeBy = `${name}\n${new Error('made here').stack ?? ''}`;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Every function that turns bytes or trees into strings. */
function watch(owner: object, names: readonly string[]): void {
  const methods = owner as { [name: string]: Method };
  for (const name of names) {
    const original = methods[name];
    if (!original) throw new Error(`there is no ${name} to watch`);
    methods[name] = function watched(...args) {
      const result = original.apply(this, args);
      note(result, name);
      return result;
    };
  }
}

function answer(question: MemoryQuestion): void {
  if (question.ask === 'snapshot') {
    writeHeapSnapshot(question.file);
    writeFileSync(`${question.file}.done`, '');
    return;
  }
  const delayMs = delay.percentile(99) / 1_000_000;
  if (question.ask === 'reset') {
    globalThis.gc?.();
    longest = 0;
  }
  if (question.ask !== 'report') peak = 0;
  sample();
  const { rss, heapUsed, external } = process.memoryUsage();
  const report: MemoryReport = {
    longestString: longest,
    madeBy,
    resident: rss,
    peakResident: peak,
    heap: heapUsed,
    external,
    resources: process.getActiveResourcesInfo().length,
    files: existsSync(FILES) ? readdirSync(FILES).length : 0,
    delayMs,
  };
  process.send?.(report);
  // The garbage collection above is ours, not the gateway's.
  if (question.ask === 'reset') setTimeout(() => delay.reset(), 50);
}

if (isMainThread && process.env.WATCH === 'strings') {
  watch(Buffer.prototype, [
    'toString',
    'latin1Slice',
    'utf8Slice',
    'asciiSlice',
    'base64Slice',
    'base64urlSlice',
    'hexSlice',
  ]);
  watch(TextDecoder.prototype, ['decode']);
  watch(StringDecoder.prototype, ['write', 'end']);
  watch(JSON, ['stringify']);
  watch(Array.prototype, ['join']);
  watch(String.prototype, ['concat', 'repeat', 'slice', 'replace', 'trim']);
}
if (isMainThread) {
  delay.enable();
  setInterval(sample, 5).unref();
  process.on('message', answer);
  process.channel?.unref();
}
