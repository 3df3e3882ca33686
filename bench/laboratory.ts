import { execFileSync } from 'node:child_process';
import { Generator } from './generator.ts';
import type { LoadResult } from './load-order.ts';
import { cpuMs } from './process-cost.ts';
import { type Running, startProgram } from './programs.ts';
import { Subjects } from './subjects/all.ts';
import type { Subject, SubjectName } from './subjects/subject.ts';
import type { Workload } from './workload.ts';

/** How thoroughly is measured. */
export interface Effort {
  readonly rounds: number;
  /** Of one subject in one round. */
  readonly seconds: number;
  /** Per subject and kind of exchange: just-in-time compilers need it. */
  readonly warmUpSeconds: number;
}

export const THOROUGH: Effort = { rounds: 5, seconds: 2, warmUpSeconds: 7 };

/** One subject in one round. */
export interface Sample extends LoadResult {
  /** CPU time of the subject's processes per request, in microseconds; NaN where there is no process. */
  readonly cpuUs: number;
}

export type Samples = ReadonlyMap<SubjectName, readonly Sample[]>;

/** A warm-up is repeated so often at most. */
const MOST_TURNS = 6;

/** Everything that runs while measuring: one upstream, one load generator, the subjects. */
export class Laboratory {
  readonly effort: Effort;
  readonly subjects: Subjects;
  readonly upstream: Running;
  readonly #generator: Generator;
  readonly #warm = new Set<string>();
  /** What peers could not do. */
  readonly failures: string[] = [];
  /** Says what is going on. */
  readonly tell: (line: string) => void;

  private constructor(effort: Effort, upstream: Running, generator: Generator, tell: (line: string) => void) {
    this.effort = effort;
    this.upstream = upstream;
    this.subjects = new Subjects(upstream.origin);
    this.#generator = generator;
    this.tell = tell;
  }

  static async open(effort: Effort, tell: (line: string) => void): Promise<Laboratory> {
    // What `npm start` starts.
    execFileSync(process.execPath, ['scripts/build.ts', '--when-changed'], { stdio: 'ignore' });
    const [upstream, generator] = await Promise.all([startProgram('upstream'), Generator.start()]);
    return new Laboratory(effort, upstream, generator, tell);
  }

  /** Rounds in which everybody has a turn, so that what the machine is busy with meets all alike. */
  async compare(names: readonly SubjectName[], workload: Workload, concurrency: number): Promise<Samples> {
    const subjects = await this.subjects.of(names);
    const able: Subject[] = [];
    for (const subject of subjects) if (await this.#canDo(subject, workload, concurrency)) able.push(subject);
    const samples = new Map<SubjectName, Sample[]>(able.map(({ name }) => [name, []]));
    for (let round = 1; round <= this.effort.rounds; round += 1) {
      this.tell(`${workload.name}, c=${concurrency}: round ${round} of ${this.effort.rounds}`);
      for (const subject of able) {
        samples.get(subject.name)?.push(await this.sample(subject, workload, concurrency));
      }
    }
    return samples;
  }

  async sample(subject: Subject, workload: Workload, concurrency: number): Promise<Sample> {
    const { pid } = subject;
    const before = pid === undefined ? Number.NaN : cpuMs(pid);
    const result = await this.#generator.run(subject, workload, concurrency, this.effort.seconds);
    const spent = pid === undefined ? Number.NaN : cpuMs(pid) - before;
    await subject.tidy();
    return { ...result, cpuUs: (spent * 1000) / result.requests };
  }

  /** Warms it up. A peer that fails at it is left out and named; ours may not fail. */
  async #canDo(subject: Subject, workload: Workload, concurrency: number): Promise<boolean> {
    try {
      await this.#warmUp(subject, workload, concurrency);
      return true;
    } catch (error) {
      if (subject.name === 'ours') throw error;
      this.failures.push((error as Error).message);
      return false;
    }
  }

  async #warmUp(subject: Subject, workload: Workload, concurrency: number): Promise<void> {
    const id = `${subject.name} ${workload.name}`;
    const isWarm = this.#warm.has(id);
    this.#warm.add(id);
    this.tell(`${workload.name}, c=${concurrency}: ${subject.name} warms up`);
    const seconds = isWarm ? Math.min(1, this.effort.warmUpSeconds) : this.effort.warmUpSeconds;
    const least = isWarm ? 0 : (workload.warmUpRequests ?? 0);
    // On a busy machine seconds alone would leave much of the code uncompiled.
    for (let done = 0, turn = 0; turn < MOST_TURNS && (turn === 0 || done < least); turn += 1) {
      done += (await this.#generator.run(subject, workload, concurrency, seconds)).requests;
      await subject.tidy();
    }
  }

  async close(): Promise<void> {
    await this.subjects.stop();
    await Promise.all([this.#generator.stop(), this.upstream.stop()]);
  }
}
