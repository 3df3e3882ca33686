import type { Logger } from 'pino';
import { type ChannelRegistry, openChannelRegistry } from '../channels/registry.ts';
import type { ChannelConfig, Config } from '../config.ts';
import { type ModelRegistry, openModelRegistry } from '../models/registry.ts';
import { PROVIDERS } from '../providers/all.ts';
import type { Channel } from '../routing/channel.ts';
import type { Stores } from './stores.ts';

/** What the database says about models. */
export const openModels = ({ records, shared, settings }: Stores, logger: Logger): Promise<ModelRegistry> =>
  openModelRegistry({
    ...{ models: records.models, prices: records.prices, shared, now: Date.now },
    onlyEntries: () => settings.get('models').onlyEntries,
    onTrouble: (error) => logger.error({ err: error }, 'the models could not be read again'),
  });

/** The channels of the configuration and of the database, as one. */
export const openChannels = (
  { channels, disabledChannels }: Config,
  { records, shared, sealer }: Stores,
  logger: Logger,
): Promise<ChannelRegistry> =>
  openChannelRegistry({
    records: records.channels,
    shared,
    sealer,
    providers: PROVIDERS,
    configured: channels.map(toChannel),
    disabled: disabledChannels,
    onTrouble: (error) => logger.error({ err: error }, 'the channels could not be read again'),
  });

function toChannel({ type, apiKey, ...rest }: ChannelConfig): Channel {
  const provider = PROVIDERS.find(({ id }) => id === type);
  if (!provider) throw new TypeError(`the configuration names an unknown channel type ${type}`);
  const { origin, name, timeoutMs } = rest;
  return {
    ...rest,
    id: `${origin}:${name}`,
    provider,
    credentials: apiKey ? [{ id: 'key', label: 'key', secret: apiKey }] : [],
    tags: [],
    idleTimeoutMs: timeoutMs,
  };
}
