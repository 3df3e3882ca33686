import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { GatewayError } from '../../contract/error.ts';
import type { Shared } from '../../storage/ports.ts';
import { backupRoutes } from '../contract/backups.ts';
import { disposition } from '../serving/disposition.ts';
import { type Handler, handle } from '../serving/handler.ts';

/** What a backup is to hold. */
interface Wanted {
  readonly pictures: boolean;
  /** The secret under the passphrase that was given; null: left out. */
  readonly lockedSecret: object | null;
}

interface BackupParts {
  readonly shared: Pick<Shared, 'get' | 'set' | 'take'>;
  readonly lock: (passphrase: string) => Promise<object>;
  /** Begins to make one; the stream fails where that does. */
  readonly make: (wanted: Wanted) => Promise<Readable>;
  /** Unix milliseconds. */
  readonly now: () => number;
}

const TICKET_MS = 120_000;
const keyOf = (ticket: string): string => `backup:${ticket}`;

/**
 * Two steps, for browsers save to the disk only what they get by a plain link: the first takes the passphrase, of which nothing is
 * kept but the secret under it, the second is that link.
 */
export function backupHandlers({ shared, lock, make, now }: BackupParts): Handler[] {
  return [
    handle(backupRoutes.prepare, async ({ body: { passphrase, pictures }, actor, call }) => {
      const lockedSecret = passphrase === null ? null : await lock(passphrase);
      const ticket = randomBytes(24).toString('base64url');
      const asked = { by: actor.id, wanted: { pictures, lockedSecret } };
      await shared.set(keyOf(ticket), JSON.stringify(asked), TICKET_MS);
      call.note({ pictures, secret: lockedSecret !== null });
      return { ticket, expiresAt: now() + TICKET_MS };
    }),
    handle(backupRoutes.download, async ({ params: { ticket }, actor, call }) => {
      const found = await shared.get(keyOf(ticket));
      const asked = found === undefined ? undefined : (JSON.parse(found) as { by: string; wanted: Wanted });
      if (asked?.by !== actor.id || !(await isFirst(shared, ticket)))
        throw new GatewayError('not_found', 'This link has been used or is too old. Ask for another backup.');
      call.note({ pictures: asked.wanted.pictures, secret: asked.wanted.lockedSecret !== null });
      const day = new Date(now()).toISOString().slice(0, 16).replace(/[T:]/g, '-');
      return {
        body: await make(asked.wanted),
        headers: disposition('attachment', `axonhub-backup-${day}.tar.gz`),
      };
    }),
  ];
}

/** Whoever takes the one place there is. */
async function isFirst(shared: BackupParts['shared'], ticket: string): Promise<boolean> {
  const key = `${keyOf(ticket)}:used`;
  return (await shared.take([{ kind: 'amount', key, by: 1, most: 1, ttlMs: TICKET_MS }])) === undefined;
}
