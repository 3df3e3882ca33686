import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '../../lib/durations.ts';
import { errorCode } from './file-error.ts';

/** After this long a folder of another host counts as left behind: whether its process lives cannot be asked from here. */
const FOREIGN_MAX_AGE_MS = DAY_MS;

/** Folders this very process uses; it may have opened the same directory twice. */
const own = new Set<string>();

export interface NewFile {
  readonly path: string;
  readonly handle: FileHandle;
}

/**
 * The folder for this process's temporary files. Its name says who owns it (host, process, random), so that several
 * processes can share the directory and the next start can tell what a dead one left behind.
 */
export class SpoolFolder {
  readonly #path: string;
  #count = 0;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Makes this process's folder below `parent` and removes those of dead processes. */
  static async create(parent: string): Promise<SpoolFolder> {
    const name = `${hostname()}~${process.pid}~${randomBytes(6).toString('hex')}`;
    own.add(name);
    await mkdir(join(parent, name), { recursive: true, mode: 0o700 });
    await removeLeftovers(parent);
    return new SpoolFolder(join(parent, name));
  }

  /** Opens a file for writing, and says where it is. */
  async newFile(): Promise<NewFile> {
    this.#count += 1;
    const path = join(this.#path, String(this.#count));
    const create = () => open(path, 'wx', 0o600);
    try {
      return { path, handle: await create() };
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      // A cleaner of temporary files, or another host after a day, has taken the folder.
      await mkdir(this.#path, { recursive: true, mode: 0o700 });
      return { path, handle: await create() };
    }
  }
}

async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    // Two starting processes may remove the same folder; that it is gone is all that matters.
    if (!(await isInUse(name, path))) await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}

async function isInUse(name: string, path: string): Promise<boolean> {
  if (own.has(name)) return true;
  const [host, pid] = name.split('~');
  if (host === hostname()) return Number(pid) !== process.pid && isAlive(Number(pid));
  const touched = await stat(path).catch(() => undefined);
  return touched !== undefined && Date.now() - touched.mtimeMs < FOREIGN_MAX_AGE_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
