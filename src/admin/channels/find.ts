import { SealError } from '../../accounts/sealer.ts';
import type { ReadChannel } from '../../channels/from-row.ts';
import { settingsPlace } from '../../channels/seal-places.ts';
import { GatewayError, invalid } from '../../contract/error.ts';
import type { Provider } from '../../contract/provider.ts';
import type { ChannelRow } from '../../storage/ports.ts';
import type { ChannelParts } from './parts.ts';
import type { Settings } from './settings.ts';

/** A channel of the database. @throws GatewayError `not_found`; `invalid_request` for one of the configuration */
export function storedChannel({ registry }: ChannelParts, id: string): ReadChannel {
  const found = registry.stored().find(({ row }) => row.id === id);
  if (found) return found;
  const fixed = registry.fixed().find((channel) => channel.id === id);
  if (!fixed) throw new GatewayError('not_found', 'There is no such channel.', { field: 'id' });
  const place = fixed.origin === 'file' ? 'the configuration file' : `its ${fixed.origin} origin`;
  throw invalid('id', `The channel "${fixed.name}" comes from ${place} and is changed there.`);
}

/** @throws GatewayError `invalid_request` where another channel has the name */
export function requireFreeName({ registry }: ChannelParts, name: string, own?: string): void {
  const isTaken =
    registry.stored().some(({ row }) => row.name === name && row.id !== own) ||
    registry.fixed().some((channel) => channel.name === name && channel.origin !== 'built-in');
  if (isTaken) throw invalid('name', `There is another channel with the name "${name}", or an archived one.`);
}

/** @throws GatewayError `invalid_request` */
export function providerOf({ providers }: Pick<ChannelParts, 'providers'>, type: string): Provider {
  const provider = providers.find(({ id }) => id === type);
  if (!provider) throw invalid('type', `There is no provider type "${type}".`);
  return provider;
}

/** The settings that are sealed. @throws GatewayError `invalid_request` where they cannot be opened */
export function secretSettings({ sealer }: Pick<ChannelParts, 'sealer'>, row: ChannelRow): Settings {
  if (row.sealedSettings === null) return {};
  try {
    return JSON.parse(sealer.open(row.sealedSettings, settingsPlace(row.id))) as Settings;
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    throw invalid('settings', `Its secret settings cannot be opened: ${error.message}`);
  }
}

/** Those settings, as far as they can be opened: the channel's `problem` says where they cannot. */
export function readableSettings(parts: Pick<ChannelParts, 'sealer'>, row: ChannelRow): Settings {
  try {
    return secretSettings(parts, row);
  } catch (error) {
    if (error instanceof GatewayError) return {};
    throw error;
  }
}
