import type { Sealer } from '../../accounts/sealer.ts';
import type { ChannelRegistry } from '../../channels/registry.ts';
import type { Provider } from '../../contract/provider.ts';
import type { ChannelGate } from '../../metering/limits/channel-gate.ts';
import type { Router } from '../../routing/router.ts';
import type { ChannelRecords } from '../../storage/ports.ts';

/** What the routes of channels work on. */
export interface ChannelParts {
  readonly records: ChannelRecords;
  readonly registry: ChannelRegistry;
  readonly sealer: Sealer;
  readonly providers: readonly Provider[];
  readonly router: Pick<Router, 'known' | 'forget'>;
  readonly gate: Pick<ChannelGate, 'limits' | 'budgets'>;
  /** Unix milliseconds. */
  readonly now: () => number;
}
