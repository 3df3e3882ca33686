import * as z from 'zod';
import { channelFields, channelName, credentialInput } from './channel-fields.ts';
import { passphrase } from './passphrase.ts';
import { route } from './route.ts';

const { name: _, ...fields } = channelFields;

const exportedChannel = z.strictObject({
  name: channelName,
  type: z.string().max(100),
  ...z.strictObject(fields).partial().shape,
  /** What the upstream listed when it was asked last. */
  upstreamModels: z.array(z.string().max(300)).max(5_000).optional(),
});

/** What a file of channels holds, as JSON or YAML. */
export const channelFile = z.strictObject({
  format: z.literal('axonhub.channels'),
  version: z.literal(1),
  exportedAt: z.string().max(100).optional(),
  channels: z.array(exportedChannel).min(1).max(1_000),
  /** Under a passphrase: `channelSecrets` by the names of channels. */
  secrets: z
    .strictObject({
      kdf: z.literal('scrypt'),
      cost: z.int().min(14).max(18),
      salt: z.base64(),
      nonce: z.base64(),
      data: z.base64(),
    })
    .optional(),
});

export const channelSecrets = z.record(
  z.string(),
  z.strictObject({
    credentials: z.array(credentialInput),
    settings: z.record(z.string(), z.json()),
    proxyPassword: z.string().nullable(),
  }),
);

const outcome = z.object({
  name: z.string(),
  action: z.enum(['create', 'replace', 'skip']),
  credentials: z.int().meta({ description: 'How many keys come with it.' }),
});

export const channelTransferRoutes = {
  export: route({
    id: 'exportChannels',
    method: 'POST',
    path: '/channels/export',
    summary: 'Channels of the database as a file; credentials under a passphrase (owners only) or left out',
    tag: 'channels',
    access: 'channels:write',
    body: z.strictObject({
      ids: z
        .array(z.string().max(200))
        .min(1)
        .max(1_000)
        .optional()
        .meta({ description: 'Absent: all but archived ones.' }),
      format: z.enum(['json', 'yaml']).default('json'),
      passphrase: passphrase
        .optional()
        .meta({ description: 'Absent: without credentials and other secrets.' }),
    }),
    produces: 'application/json',
  }),
  import: route({
    id: 'importChannels',
    method: 'POST',
    path: '/channels/import',
    summary:
      'Makes channels of an exported file, JSON or YAML; all of it is checked before anything is written',
    tag: 'channels',
    access: 'channels:write',
    body: z.strictObject({
      text: z.string().min(1).max(1_000_000).meta({ description: 'The file.' }),
      passphrase: passphrase.optional().meta({ description: 'Absent: secrets of the file are left out.' }),
      existing: z.enum(['refuse', 'skip', 'replace']).default('refuse').meta({
        description: 'Channels whose name is taken. `replace` keeps their credentials where none come along.',
      }),
      dryRun: z.boolean().default(false).meta({ description: 'Only tell what would be done.' }),
    }),
    reply: z.object({ channels: z.array(outcome) }),
  }),
};
