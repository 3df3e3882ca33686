import { demand } from './actor.ts';
import { exportChannels } from './channels/export.ts';
import { importChannels } from './channels/import.ts';
import type { ChannelParts } from './channels/parts.ts';
import { channelTransferRoutes as routes } from './contract/channel-transfer.ts';
import { type Handler, handle } from './handler.ts';

export const channelTransferHandlers = (parts: ChannelParts): Handler[] => [
  handle(routes.export, async ({ body, actor, call }) => {
    // Whoever chooses the passphrase can read the keys.
    if (body.passphrase !== undefined) demand(actor, 'owners:write');
    call.note({ withCredentials: body.passphrase !== undefined });
    return {
      body: await exportChannels(parts, body),
      type: body.format === 'yaml' ? 'application/yaml' : 'application/json',
      headers: { 'content-disposition': `attachment; filename="channels.${body.format}"` },
    };
  }),
  handle(routes.import, async ({ body, call }) => {
    const channels = await importChannels(parts, body);
    if (!body.dryRun)
      call.note({ channels: channels.map(({ name, action }) => `${action} ${name}`).join(', ') });
    return { channels };
  }),
];
