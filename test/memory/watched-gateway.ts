import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { ENVIRONMENT, FLAGS } from '../../bin/node-settings.js';
import { largeStrings } from './live-strings.ts';
import type { MemoryQuestion, MemoryReport } from './watch.ts';

/** A gateway in a process of its own that tells about its memory. */
export interface WatchedGateway {
  readonly url: string;
  readonly key: string;
  /** Its data folder. */
  readonly folder: string;
  report(): Promise<MemoryReport>;
  /** Waits until a gateway that has just started has nothing more to do, and forgets the peak until then. */
  settled(): Promise<MemoryReport>;
  /** Forgets peak and longest string, after a garbage collection. */
  reset(): Promise<MemoryReport>;
  /** Bytes of each string over 1 MB that is alive at this moment. Costs memory: nothing is measured after it. */
  largeLiveStrings(): Promise<number[]>;
  close(): Promise<void>;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** @param watch what is measured: watching strings costs memory */
export async function startWatchedGateway(
  channels: readonly object[],
  watch: 'memory' | 'strings',
): Promise<WatchedGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'axonhub-memory-'));
  const key = 'ah-test-0123456789';
  const config = join(folder, 'axonhub.yml');
  await writeFile(config, stringify({ api_keys: [{ name: 'test', key }], channels }));
  const args = ['--config', config, '--port', '0', '--data-dir', folder];
  // From the sources, which need no build, with what `npm start` gives Node.
  const child = fork(here('../../src/start.js'), args, {
    execArgv: [...FLAGS, '--expose-gc', '--import', here('watch.ts')],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...ENVIRONMENT, PATH: process.env.PATH, WATCH: watch },
  });
  const url = await listening(child.stderr);
  const ask = async (question: MemoryQuestion): Promise<MemoryReport> => {
    child.send(question);
    const [report] = (await once(child, 'message')) as [MemoryReport];
    return report;
  };
  return {
    url,
    key,
    folder,
    report: () => ask({ ask: 'report' }),
    reset: () => ask({ ask: 'reset' }),
    async settled() {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return ask({ ask: 'forget' });
    },
    async largeLiveStrings() {
      const file = join(folder, 'heap.heapsnapshot');
      child.send({ ask: 'snapshot', file } satisfies MemoryQuestion);
      while (!(await exists(`${file}.done`))) await new Promise((resolve) => setTimeout(resolve, 50));
      const large = await largeStrings(file, 1_000_000);
      await rm(`${file}.done`);
      return large;
    },
    async close() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** The address the gateway's log names. Rejects with the log when it ends instead. */
async function listening(log: Readable | null): Promise<string> {
  let text = '';
  for await (const chunk of log?.iterator({ destroyOnReturn: false }) ?? []) {
    text += String(chunk);
    const url = /"url":"([^"]+)"/.exec(text)?.[1];
    if (url) {
      log?.resume();
      return url;
    }
  }
  throw new Error(`the gateway did not start:\n${text}`);
}
