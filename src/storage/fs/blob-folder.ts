import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Payload } from '../../contract/payload.ts';
import { DAY_MS } from '../../lib/durations.ts';
import { errorCode, fileError } from './file-error.ts';
import { FilePayload, readHead } from './file-payload.ts';
import type { SpoolFolder } from './spool-folder.ts';
import { writeWhole } from './spool-writer.ts';

const SHA256 = /^[0-9a-f]{64}$/;
/** In the making, see `copyInto`. */
const COPY = /^[0-9a-f]{64}\.[0-9a-f]{12}$/;
/** Making one takes seconds. */
const OLD_COPY_MS = DAY_MS;

/** File systems without hard links, or a spool on another one than the blobs. */
const CANNOT_LINK = new Set(['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES']);

/** Kept files under `ab/cd/<sha256>`. */
export class BlobFolder {
  readonly #path: string;
  readonly #spool: SpoolFolder;

  /** @param spool where files are made before they get their names */
  constructor(path: string, spool: SpoolFolder) {
    this.#path = path;
    this.#spool = spool;
  }

  /**
   * Puts a payload under its hash; where it is a file, that stays where it is.
   *
   * Durability: the bytes are on the disk before the name exists, and the name appears at once. So a kept picture survives
   * the process being killed, and after a power failure a name never stands over half a picture. The folder's own entry is
   * not forced to the disk: a power failure may take the names of the last seconds, which then read as not found.
   */
  async place(payload: Payload, sha256: string): Promise<void> {
    const target = this.#file(sha256);
    if ((await sizeOf(target)) === payload.size) return;
    if (payload.file === undefined) await this.#write(payload, target);
    else await this.#link(payload.file, target, payload.size);
  }

  async #write(payload: Payload, target: string): Promise<void> {
    const { path, handle } = await this.#spool.newFile();
    try {
      for await (const chunk of payload.read('lent')) await writeWhole(handle, chunk);
      await handle.datasync();
    } catch (error) {
      await unlink(path).catch(() => {});
      throw error;
    } finally {
      await handle.close();
    }
    await moveTo(target, path);
  }

  async #link(file: string, target: string, size: number): Promise<void> {
    await syncData(file);
    try {
      await inItsFolder(target, () => link(file, target));
    } catch (error) {
      const code = errorCode(error) ?? '';
      if (code === 'EEXIST') await this.#replaceDamaged(file, target, size);
      else if (CANNOT_LINK.has(code)) await copyInto(file, target);
      else throw error;
    }
  }

  async open(sha256: string): Promise<FilePayload | undefined> {
    if (!SHA256.test(sha256)) return undefined;
    const file = this.#file(sha256);
    try {
      const handle = await open(file, 'r');
      try {
        const { size } = await handle.stat();
        return new FilePayload({ file, size, head: await readHead(handle, size), sha256 });
      } finally {
        await handle.close();
      }
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw fileError(error);
    }
  }

  /** By the time its name was made: the file itself may be as old as its exchange, or as the disk it was restored from. */
  async writtenAt(sha256: string): Promise<number | undefined> {
    if (!SHA256.test(sha256)) return undefined;
    return (await statOf(this.#file(sha256)))?.ctimeMs;
  }

  async delete(sha256: string): Promise<void> {
    if (!SHA256.test(sha256)) return;
    await unlink(this.#file(sha256)).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw fileError(error);
    });
  }

  /** Copies that a dead process left in the making go on the way. */
  async *names(): AsyncGenerator<string> {
    for (const first of await readdir(this.#path)) {
      for (const second of await readdir(join(this.#path, first))) {
        const folder = join(this.#path, first, second);
        for (const name of await readdir(folder)) {
          if (SHA256.test(name)) yield name;
          else if (COPY.test(name)) await removeOld(join(folder, name));
        }
      }
    }
  }

  #file(sha256: string): string {
    return join(this.#path, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }

  /** Another exchange may have kept the same picture meanwhile: fine. Anything of another size is no picture of this name. */
  async #replaceDamaged(file: string, target: string, size: number): Promise<void> {
    if ((await sizeOf(target)) !== size) await copyInto(file, target);
  }
}

const sizeOf = async (file: string): Promise<number | undefined> => (await statOf(file))?.size;

async function statOf(file: string): Promise<Stats | undefined> {
  try {
    return await stat(file);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Does what gives a file its name; makes the folder where this is the first one in it. */
async function inItsFolder(target: string, name: () => Promise<void>): Promise<void> {
  try {
    await name();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await name();
  }
}

async function moveTo(target: string, file: string): Promise<void> {
  try {
    await inItsFolder(target, () => rename(file, target));
  } catch (error) {
    try {
      if (!CANNOT_LINK.has(errorCode(error) ?? '')) throw error;
      await copyInto(file, target);
    } finally {
      await unlink(file).catch(() => {});
    }
  }
}

async function removeOld(copy: string): Promise<void> {
  const found = await statOf(copy);
  // Another process may remove it too.
  if (found && found.mtimeMs < Date.now() - OLD_COPY_MS) await unlink(copy).catch(() => {});
}

async function syncData(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Copies beside the target first, so that the name only ever shows the whole. */
async function copyInto(file: string, target: string): Promise<void> {
  const copy = `${target}.${randomBytes(6).toString('hex')}`;
  try {
    await copyFile(file, copy);
    await syncData(copy);
    await rename(copy, target);
  } catch (error) {
    await unlink(copy).catch(() => {});
    throw error;
  }
}
