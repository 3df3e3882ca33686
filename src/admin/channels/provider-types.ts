import type { Provider } from '../../contract/provider.ts';
import { providerTypeRoutes as routes } from '../contract/provider-types.ts';
import { type Handler, handle } from '../serving/handler.ts';
import { settingsSchema } from './settings.ts';

/** Kinds of upstream, as the form for a new channel needs them. */
export const providerTypeHandlers = (providers: readonly Provider[]): Handler[] => [
  handle(routes.list, async () => ({ items: providers.map(typeView) })),
  handle(routes.detect, async ({ body: { key } }) => ({
    types: providers.filter(({ keys }) => keys?.test(key)).map(({ id }) => id),
  })),
];

const typeView = (provider: Provider) => ({
  id: provider.id,
  title: provider.title,
  docs: provider.docs,
  baseUrl: provider.baseUrl,
  needsKey: needsKey(provider),
  draws: provider.image !== undefined || provider.models.some(({ chat }) => chat?.image !== undefined),
  talks: provider.chat !== undefined,
  listsModels: provider.listModels !== undefined,
  models: provider.models.length,
  settings: settingsSchema(provider) as Parameters<typeof settingsJson>[0],
});

const settingsJson = (schema: Record<string, never> | null) => schema;

function needsKey({ needsKey: always, envKey }: Provider): 'always' | 'at-default-url' | 'never' {
  if (always) return 'always';
  return envKey === undefined ? 'never' : 'at-default-url';
}
