import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { SealError } from '../../accounts/sealer.ts';
import { credentialPlace } from '../../channels/seal-places.ts';
import { GatewayError, invalid } from '../../contract/error.ts';
import type { CredentialRow } from '../../storage/ports.ts';
import type { credentialChange, credentialInput } from '../contract/channel-fields.ts';
import { storedChannel } from './find.ts';
import type { ChannelParts } from './parts.ts';

type Given = z.output<typeof credentialInput>;

/** Shorter keys would be half told by their last characters. */
const SHORTEST_HINTED = 16;
const HINT_LENGTH = 4;

const hintOf = (key: string): string => (key.length < SHORTEST_HINTED ? '' : key.slice(-HINT_LENGTH));

/** A new row, its key sealed. @param position among the channel's others, from 0 */
export function credentialRow(
  { sealer, now }: Pick<ChannelParts, 'sealer' | 'now'>,
  channelId: string,
  { key, label, enabled = true }: Given,
  position: number,
): CredentialRow {
  const id = `cr_${randomBytes(10).toString('hex')}`;
  return {
    ...{ id, channelId, enabled, position, createdAt: now(), hint: hintOf(key) },
    label: label ?? `key ${position + 1}`,
    sealed: sealer.seal(key, credentialPlace(id)),
  };
}

/** The same credential for another channel. @throws GatewayError where it cannot be opened */
export function copiedCredential(parts: ChannelParts, channelId: string, row: CredentialRow): CredentialRow {
  try {
    const key = parts.sealer.open(row.sealed, credentialPlace(row.id));
    return credentialRow(parts, channelId, { key, label: row.label, enabled: row.enabled }, row.position);
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    throw invalid('id', `Its credential "${row.label}" cannot be opened: ${error.message}`);
  }
}

export async function addCredential(parts: ChannelParts, channelId: string, given: Given): Promise<void> {
  const { credentials } = storedChannel(parts, channelId);
  const position = Math.max(-1, ...credentials.map((each) => each.position)) + 1;
  await parts.records.insertCredential(credentialRow(parts, channelId, given, position));
  await parts.registry.changed();
}

/** @throws GatewayError `not_found` */
export async function changeCredential(
  parts: ChannelParts,
  channelId: string,
  id: string,
  { key, ...rest }: z.output<typeof credentialChange>,
): Promise<void> {
  storedChannel(parts, channelId);
  const sealed =
    key === undefined ? {} : { sealed: parts.sealer.seal(key, credentialPlace(id)), hint: hintOf(key) };
  const { label, enabled } = rest;
  const change = {
    ...(label !== undefined && { label }),
    ...(enabled !== undefined && { enabled }),
    ...sealed,
  };
  if (!(await parts.records.updateCredential(channelId, id, change))) throw noCredential();
  // What was known of the old key says nothing about the new one.
  if (key !== undefined) parts.router.forget(channelId);
  await parts.registry.changed();
}

/** @throws GatewayError `not_found` */
export async function deleteCredential(parts: ChannelParts, channelId: string, id: string): Promise<void> {
  storedChannel(parts, channelId);
  if (!(await parts.records.deleteCredential(channelId, id))) throw noCredential();
  await parts.registry.changed();
}

const noCredential = () =>
  new GatewayError('not_found', 'The channel has no such credential.', { field: 'credential' });
