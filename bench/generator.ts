import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadOrder, LoadReport, LoadResult } from './load-order.ts';
import { forkProgram, stopped } from './programs.ts';
import type { Subject } from './subjects/subject.ts';
import { requestFor, type Workload } from './workload.ts';

/** The load generator's process, seen from here. */
export class Generator {
  readonly #child = forkProgram('load');
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async start(): Promise<Generator> {
    return new Generator(await mkdtemp(join(tmpdir(), 'axonhub-bench-load-')));
  }

  /** @throws Error when an answer was not what it should be */
  async run(subject: Subject, workload: Workload, concurrency: number, seconds: number): Promise<LoadResult> {
    const { path, contentType, body, upstream } = requestFor(workload, subject.name);
    const bodyFile = join(this.#folder, 'body');
    await writeFile(bodyFile, body);
    const headers = {
      ...subject.headers(upstream),
      'content-type': contentType,
      'content-length': String(body.length),
    };
    const { origin } = subject;
    const { leastBytes } = workload;
    const order: LoadOrder = { origin, path, headers, bodyFile, concurrency, seconds, leastBytes };
    this.#child.send(order);
    const [report] = (await once(this.#child, 'message')) as [LoadReport];
    if ('failure' in report) throw new Error(`${subject.name}, ${workload.name}: ${report.failure}`);
    return report.result;
  }

  async stop(): Promise<void> {
    await stopped(this.#child);
    await rm(this.#folder, { recursive: true, force: true });
  }
}
