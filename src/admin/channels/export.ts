import { stringify } from 'yaml';
import type { z } from 'zod';
import { lockSecret } from '../../accounts/locked-secret.ts';
import { SealError } from '../../accounts/sealer.ts';
import type { ReadChannel } from '../../channels/from-row.ts';
import { credentialPlace, proxyPlace } from '../../channels/seal-places.ts';
import { invalid } from '../../contract/error.ts';
import type { channelSecrets, channelTransferRoutes } from '../contract/channel-transfer.ts';
import { secretSettings, storedChannel } from './find.ts';
import type { ChannelParts } from './parts.ts';

type Question = z.output<typeof channelTransferRoutes.export.body>;
type Secrets = z.input<typeof channelSecrets>;

/** The file. @throws GatewayError `not_found`; `invalid_request` where a secret cannot be opened */
export async function exportChannels(
  parts: ChannelParts,
  { ids, format, passphrase }: Question,
): Promise<string> {
  const chosen = ids
    ? [...new Set(ids)].map((id) => storedChannel(parts, id))
    : parts.registry.stored().filter(({ row }) => row.archivedAt === null);
  if (chosen.length === 0) throw invalid('ids', 'There are no channels in the database to export.');
  const file = {
    ...{ format: 'axonhub.channels', version: 1, exportedAt: new Date(parts.now()).toISOString() },
    channels: chosen.map(openPart),
    ...(passphrase !== undefined && {
      secrets: await lockSecret(JSON.stringify(secretsOf(parts, chosen)), passphrase),
    }),
  };
  return format === 'yaml' ? stringify(file) : `${JSON.stringify(file, null, 2)}\n`;
}

function openPart({ row, document }: ReadChannel) {
  const { models, ...rest } = document;
  const { upstream, askedAt: _, ...rules } = models;
  return {
    ...{ name: row.name, type: row.type, enabled: row.enabled, priority: row.priority, weight: row.weight },
    tags: JSON.parse(row.tags) as string[],
    ...rest,
    models: rules,
    ...(upstream.length > 0 && { upstreamModels: upstream }),
  };
}

function secretsOf(parts: ChannelParts, chosen: readonly ReadChannel[]): Secrets {
  const open = (name: string, work: () => string): string => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      throw invalid('ids', `A secret of the channel "${name}" cannot be opened: ${error.message}`);
    }
  };
  const { sealer } = parts;
  return Object.fromEntries(
    chosen.map(({ row, credentials }) => {
      const { name, sealedProxyPassword } = row;
      const keys = credentials.map(({ id, label, sealed, enabled }) => ({
        ...{ label, enabled },
        key: open(name, () => sealer.open(sealed, credentialPlace(id))),
      }));
      const proxyPassword =
        sealedProxyPassword === null
          ? null
          : open(name, () => sealer.open(sealedProxyPassword, proxyPlace(row.id)));
      const settings = secretSettings(parts, row) as Secrets[string]['settings'];
      return [name, { credentials: keys, settings, proxyPassword }];
    }),
  );
}
