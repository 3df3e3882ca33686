import { channelHandlers } from './admin/channels.ts';
import type { Handler } from './admin/handler.ts';
import { providerTypeHandlers } from './admin/provider-types.ts';
import type { ChannelRegistry } from './channels/registry.ts';
import type { Engine } from './engine.ts';
import { PROVIDERS } from './providers/all.ts';
import type { Stores } from './stores.ts';

export interface ChannelsApiParts {
  readonly stores: Stores;
  readonly registry: ChannelRegistry;
  readonly engine: Engine;
}

/** The part of the admin API that is about channels. */
export const channelsApi = ({ stores, registry, engine }: ChannelsApiParts): Handler[] => [
  ...channelHandlers({
    ...{ registry, sealer: stores.sealer, providers: PROVIDERS, now: Date.now },
    records: stores.records.channels,
    router: engine.parts.router,
  }),
  ...providerTypeHandlers(PROVIDERS),
];
