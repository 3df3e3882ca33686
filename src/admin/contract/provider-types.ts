import * as z from 'zod';
import { route } from './route.ts';

const providerType = z
  .object({
    id: z.string(),
    title: z.string(),
    docs: z.string().meta({ description: 'Where its API is documented.' }),
    baseUrl: z.string().meta({ description: 'Default; with `{names}` in it a channel has to give its own.' }),
    needsKey: z
      .enum(['always', 'at-default-url', 'never'])
      .meta({ description: '`at-default-url`: unless the channel names a base URL of its own.' }),
    draws: z.boolean().meta({ description: 'It has models that make pictures.' }),
    talks: z.boolean().meta({ description: 'It has models that answer chats.' }),
    listsModels: z.boolean().meta({ description: 'It can be asked which models it has.' }),
    models: z.int().meta({ description: 'How many its catalogue knows.' }),
    settings: z
      .record(z.string(), z.json())
      .nullable()
      .meta({ description: 'JSON Schema of its settings; `writeOnly` ones are secret. Null: it has none.' }),
  })
  .meta({ id: 'ProviderType' });

export const providerTypeRoutes = {
  list: route({
    id: 'listProviderTypes',
    method: 'GET',
    path: '/provider-types',
    summary: 'Kinds of upstream a channel can be, with the form of their settings',
    tag: 'channels',
    access: 'channels:read',
    reply: z.object({ items: z.array(providerType) }),
  }),
  detect: route({
    id: 'detectProviderType',
    method: 'POST',
    path: '/provider-types/detect',
    summary: 'Which providers make keys that look like this one; the key goes nowhere',
    tag: 'channels',
    access: 'channels:write',
    audited: false,
    body: z.strictObject({ key: z.string().trim().min(1).max(20_000).meta({ writeOnly: true }) }),
    reply: z.object({
      types: z
        .array(z.string())
        .meta({ description: 'Ids, the surest first; empty: it could be anybody’s.' }),
    }),
  }),
};
