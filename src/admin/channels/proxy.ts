import type { z } from 'zod';
import { SealError } from '../../accounts/sealer.ts';
import type { ChannelDocument } from '../../channels/document.ts';
import { proxyPlace } from '../../channels/seal-places.ts';
import { invalid } from '../../contract/error.ts';
import type { ChannelRow } from '../../storage/ports.ts';
import type { channelFields } from '../contract/channel-fields.ts';
import type { ChannelParts } from './parts.ts';

type Given = z.output<typeof channelFields.proxy> | undefined;
type Sealing = Pick<ChannelParts, 'sealer'>;
type Address = ChannelDocument['proxy'];

/** What the row says openly; not given: as before. */
export function proxyAddress(given: Given, before: Address): Address {
  if (given === undefined) return before ?? null;
  return given && { url: given.url, ...(given.username !== undefined && { username: given.username }) };
}

/** The sealed password after a change. One of before stays only where it was given for: it must not be sent to another proxy. */
export function proxyPassword(
  { sealer }: Sealing,
  { id, sealedProxyPassword }: Pick<ChannelRow, 'id' | 'sealedProxyPassword'>,
  before: Address,
  given: Given,
): string | null {
  if (given === undefined) return sealedProxyPassword;
  if (typeof given?.password === 'string') return sealer.seal(given.password, proxyPlace(id));
  const stays =
    given?.password === undefined && before?.url === given?.url && before?.username === given?.username;
  return given && stays ? sealedProxyPassword : null;
}

/** The same password for a copy of the channel. @throws GatewayError `invalid_request` where it cannot be opened */
export function copiedPassword(
  { sealer }: Sealing,
  { id, sealedProxyPassword }: ChannelRow,
  copy: string,
): string | null {
  if (sealedProxyPassword === null) return null;
  try {
    return sealer.seal(sealer.open(sealedProxyPassword, proxyPlace(id)), proxyPlace(copy));
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    throw invalid('id', `The password of its proxy cannot be opened: ${error.message}`);
  }
}
