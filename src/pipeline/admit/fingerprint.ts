import { createHash } from 'node:crypto';
import type { FormEntry, Query } from '../../contract/dialect.ts';
import { sha256Of } from '../../lib/sha256.ts';

/**
 * What makes two requests the same: method and address, and the body. Bodies are hashed while they arrive. Forms are compared by
 * their parts instead, since every sending of one has another boundary between them.
 */
export class Fingerprint {
  readonly #bytes = createHash('sha256');

  /** The next bytes of the body. */
  readonly take = (chunk: Uint8Array): void => void this.#bytes.update(chunk);

  /** Lower-case hex SHA-256. @param url path with its query; a key in it does not count */
  async of(url: string, body: Query['body']): Promise<string> {
    const whole = createHash('sha256').update(`POST ${withoutKey(url)}\n`);
    if (body.kind === 'json') return whole.update(this.#bytes.digest('hex')).digest('hex');
    for (const entry of body.entries) whole.update(`${JSON.stringify(await facts(entry))}\n`);
    return whole.digest('hex');
  }
}

async function facts(entry: FormEntry): Promise<readonly (string | undefined)[]> {
  if ('value' in entry) return [entry.name, entry.value];
  const { name, fileName, mediaType, payload } = entry;
  return [name, fileName, mediaType, payload.sha256 ?? (await sha256Of(payload.read('lent')))];
}

/** Gateway keys may stand in the address; nothing that is kept holds one. */
export function withoutKey(url: string): string {
  const [path = '', query] = url.split('?', 2);
  if (query === undefined) return path;
  const left = query.split('&').filter((pair) => !/^key=/i.test(pair));
  return left.length === 0 ? path : `${path}?${left.join('&')}`;
}
