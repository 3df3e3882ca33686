import { startOurs } from './gateway.ts';
import { startNginx } from './nginx.ts';
import { startDirect, startFloor } from './plain.ts';
import { startPortkey } from './portkey.ts';
import { Absent, type Subject, type SubjectName } from './subject.ts';

const START: { readonly [name in SubjectName]: (upstream: string) => Promise<Subject> } = {
  direct: startDirect,
  nginx: startNginx,
  floor: startFloor,
  portkey: startPortkey,
  ours: startOurs,
};

/** Starts what is asked for once, and everything that was started is stopped in the end. */
export class Subjects {
  readonly #upstream: string;
  readonly #started = new Map<SubjectName, Promise<Subject>>();
  readonly #absent: Map<SubjectName, string> = new Map();

  constructor(upstream: string) {
    this.#upstream = upstream;
  }

  /** Those that this machine has. */
  async of(names: readonly SubjectName[]): Promise<Subject[]> {
    const found: Subject[] = [];
    for (const name of names) {
      const subject = await this.#start(name);
      if (subject) found.push(subject);
    }
    return found;
  }

  /** Why some are missing, to be told with the results. */
  get absent(): readonly string[] {
    return [...this.#absent.values()];
  }

  async stop(): Promise<void> {
    const started = await Promise.allSettled(this.#started.values());
    await Promise.all(started.map((each) => each.status === 'fulfilled' && each.value.stop()));
  }

  async #start(name: SubjectName): Promise<Subject | undefined> {
    if (this.#absent.has(name)) return undefined;
    const known = this.#started.get(name) ?? START[name](this.#upstream);
    this.#started.set(name, known);
    try {
      return await known;
    } catch (error) {
      if (!(error instanceof Absent)) throw error;
      this.#absent.set(name, error.message);
      return undefined;
    }
  }
}
