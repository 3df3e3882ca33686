import { modelHandlers } from '../admin/models/models.ts';
import { priceHandlers } from '../admin/models/prices.ts';
import type { Handler } from '../admin/serving/handler.ts';
import type { ChannelRegistry } from '../channels/registry.ts';
import { dayOf } from '../metering/price-list.ts';
import type { ModelRegistry } from '../models/registry.ts';
import { knownModels, servedModels } from '../pipeline/questions/known-models.ts';
import { PROVIDERS } from '../providers/all.ts';
import type { Stores } from './stores.ts';

interface ModelsApiParts {
  readonly stores: Stores;
  readonly registry: ChannelRegistry;
  readonly models: ModelRegistry;
}

/** The part of the admin API that is about models and what they cost. */
export function modelsApi({ stores: { records }, registry, models }: ModelsApiParts): Handler[] {
  const common = { registry: models, channels: () => registry.channels(), now: Date.now };
  return [
    ...modelHandlers({ ...common, records: records.models }),
    ...priceHandlers({
      ...common,
      records: records.prices,
      channelNames: () => namesOf(registry),
      known: () => knownModels(PROVIDERS, dayOf(Date.now())),
      served: () =>
        servedModels({ channels: registry.channels(), catalog: models.catalog() }, dayOf(Date.now())),
      cataloguePrices: (provider, model) =>
        PROVIDERS.find(({ id }) => id === provider)?.card(model).prices ?? [],
    }),
  ];
}

const namesOf = (registry: ChannelRegistry): ReadonlyMap<string, string> =>
  new Map([
    ...registry.fixed().map(({ id, name }) => [id, name] as const),
    ...registry.stored().map(({ row: { id, name } }) => [id, name] as const),
  ]);
