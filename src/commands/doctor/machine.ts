import { randomBytes } from 'node:crypto';
import { mkdir, stat, statfs, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { Check, Finding } from './finding.ts';

const OLDEST_NODE = [24, 7] as const;

export const node: Check = {
  about: 'Node.js',
  async look() {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
    const advice = `use ${OLDEST_NODE.join('.')} or newer`;
    return [
      {
        about: 'Node.js',
        status: isOld ? 'failure' : 'ok',
        detail: process.version,
        ...(isOld && { advice }),
      },
    ];
  },
};

const MIB = 1_048_576;
const LITTLE_ROOM = 2_048 * MIB;
const NO_ROOM = 200 * MIB;

export const dataFolder: Check = {
  about: 'data folder',
  async look({ dataDir, secret }) {
    await mkdir(dataDir, { recursive: true });
    const probe = join(dataDir, `.doctor-${randomBytes(4).toString('hex')}`);
    await writeFile(probe, 'x', { flag: 'wx' });
    await unlink(probe);
    const { bavail, bsize } = await statfs(dataDir);
    return [room(dataDir, bavail * bsize), ...(secret ? [] : await secretFile(join(dataDir, 'secret')))];
  },
};

function room(dataDir: string, free: number): Finding {
  const detail = `${dataDir}: writable, ${Math.floor(free / MIB)} MiB free`;
  if (free >= LITTLE_ROOM) return { about: 'data folder', status: 'ok', detail };
  const advice = 'pictures that are being made are written here; make room';
  return { about: 'data folder', status: free < NO_ROOM ? 'failure' : 'warning', detail, advice };
}

/** It opens every stored credential. */
async function secretFile(file: string): Promise<Finding[]> {
  const found = await stat(file).catch(() => undefined);
  if (!found) return [];
  const mode = found.mode & 0o777;
  if ((mode & 0o077) === 0)
    return [{ about: 'secret', status: 'ok', detail: `${file}: only its owner reads it` }];
  return [
    {
      about: 'secret',
      status: 'warning',
      detail: `${file} can be read by others (mode ${mode.toString(8)})`,
      advice: `chmod 600 ${file}`,
    },
  ];
}
