import type { z } from 'zod';
import { type ReadChannel, readChannel } from '../../channels/from-row.ts';
import { GatewayError, invalid } from '../../contract/error.ts';
import type { Channel } from '../../routing/channel.ts';
import type { channelDraft } from '../contract/channel-trials.ts';
import type { Actor } from '../serving/actor.ts';
import { credentialRow } from './credentials.ts';
import { demandSameDestination } from './destination.ts';
import { storedChannel } from './find.ts';
import type { ChannelParts } from './parts.ts';
import { changedRow, newRow } from './write.ts';

type Draft = z.output<typeof channelDraft>;

/**
 * The channel that would be there if this were saved and enabled.
 * @throws GatewayError `invalid_request`, naming the member; `permission_denied`
 */
export function draftedChannel(
  parts: ChannelParts,
  actor: Actor,
  { id, type, credentials, ...fields }: Draft,
): Channel {
  const saved = id === undefined ? undefined : storedChannel(parts, id);
  if (!saved && type === undefined) throw invalid('channel.type', 'Say which type of provider it is.');
  const row = saved
    ? changedRow(parts, saved, fields)
    : newRow(parts, { ...fields, name: 'draft', type: type ?? '' });
  const keys = credentials?.map((each, index) => credentialRow(parts, row.id, each, index));
  if (saved) {
    demandSameDestination(parts, actor, { before: saved, after: row, kept: keys ? [] : saved.credentials });
  }
  const read = readChannel(
    { ...row, enabled: true, archivedAt: null },
    keys ?? saved?.credentials ?? [],
    parts,
  );
  return whole(read);
}

/** A channel of the database or of the configuration, be it disabled. @throws GatewayError `not_found`, `invalid_request` */
export function anyChannel(parts: ChannelParts, id: string): Channel {
  const fixed = parts.registry.fixed().find((channel) => channel.id === id);
  return fixed ?? whole(storedChannel(parts, id));
}

function whole({ channel, problem }: ReadChannel): Channel {
  if (channel && problem === undefined) return channel;
  throw new GatewayError('invalid_request', problem ?? 'The channel cannot be used.');
}
