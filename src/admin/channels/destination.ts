import { type ReadChannel, readChannel } from '../../channels/from-row.ts';
import { GatewayError } from '../../contract/error.ts';
import type { ChannelRow, CredentialRow } from '../../storage/ports.ts';
import { type Actor, may } from '../serving/actor.ts';
import { readableSettings } from './find.ts';
import type { ChannelParts } from './parts.ts';

/**
 * Stored secrets go where they were given for. Whoever sends them elsewhere can read them there, which takes as much as exporting
 * them does.
 * @param kept credentials of before that the changed channel would still send
 * @throws GatewayError `permission_denied`
 */
export function demandSameDestination(
  parts: ChannelParts,
  actor: Actor,
  { before, after, kept }: { before: ReadChannel; after: ChannelRow; kept: readonly CredentialRow[] },
): void {
  if (may(actor, 'owners:write')) return;
  const isMoved = destinationOf(readChannel(after, kept, parts)) !== destinationOf(before);
  if (!isMoved || !holdsSecrets(parts, { before, after, kept })) return;
  throw new GatewayError(
    'permission_denied',
    'The secrets of this channel were given for another address. Delete them and give them anew, or ask an owner.',
    { field: 'baseUrl' },
  );
}

/** What hears the secrets: the upstream and, where nothing is encrypted, the proxy before it. Undefined: the channel cannot be called. */
function destinationOf({ channel, document }: ReadChannel): string | undefined {
  if (!channel) return undefined;
  const { protocol, origin } = new URL(channel.baseUrl);
  return protocol === 'https:' ? origin : `${origin} by ${document.proxy?.url}`;
}

function holdsSecrets(
  { sealer }: ChannelParts,
  { before, after, kept }: { before: ReadChannel; after: ChannelRow; kept: readonly CredentialRow[] },
): boolean {
  if (kept.some(({ id }) => !before.unreadable.has(id))) return true;
  const settings = readableSettings({ sealer }, before.row);
  return Object.entries(readableSettings({ sealer }, after)).some(
    ([name, value]) => settings[name] === value,
  );
}
