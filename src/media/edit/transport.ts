import type { Payload, Spool } from '../../contract/payload.ts';
import type { Source, Task } from './task.ts';

/** What the worker reads: the file where there is one, else a copy that it may own. */
export async function toSource(payload: Payload): Promise<Source> {
  if (payload.file !== undefined) return { file: payload.file };
  if (payload.bytes) return { bytes: Uint8Array.from(payload.bytes) };
  return { bytes: await gathered(payload) };
}

async function gathered(payload: Payload): Promise<Uint8Array> {
  const bytes = new Uint8Array(payload.size);
  let at = 0;
  for await (const chunk of payload.read('lent')) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The memory a task takes along instead of copying it once more. */
export const buffersOf = (value: Task): ArrayBuffer[] => [...new Set(collect(value))];

function collect(value: unknown): ArrayBuffer[] {
  if (value instanceof Uint8Array) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(collect);
}

const CHUNK = 262_144;

export async function spooled(bytes: Uint8Array, spool: Spool): Promise<Payload> {
  const writer = spool.open();
  try {
    for (let at = 0; at < bytes.length; at += CHUNK) await writer.write(bytes.subarray(at, at + CHUNK));
    return await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}
