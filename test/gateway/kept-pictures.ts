import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface KeptRow {
  readonly id: string;
  readonly sha256: string;
  readonly media_type: string;
  readonly width: number;
  readonly request_id: string;
}

/** The gateway's rows of pictures, oldest first, read behind its back. */
export function keptRows(dataDir: string): KeptRow[] {
  const database = new DatabaseSync(join(dataDir, 'axonhub.db'), { readOnly: true });
  try {
    return database.prepare('select * from images order by created_at').all() as unknown as KeptRow[];
  } finally {
    database.close();
  }
}

/** Files in the data folder whose name holds this hash. */
export async function blobFiles(dataDir: string, sha256: string): Promise<string[]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && entry.name.includes(sha256)).map(({ name }) => name);
}

const PAUSE_MS = 20;

/** Waits until a condition holds, for so long beside the time that asking takes. That the machine stood still counts for nothing. */
export async function eventually(condition: () => boolean | Promise<boolean>, ms = 15_000): Promise<void> {
  for (let waited = 0; !(await condition()); waited += PAUSE_MS) {
    if (waited > ms) throw new Error('what was waited for did not happen');
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
