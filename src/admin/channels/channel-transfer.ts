import { channelTransferRoutes as routes } from '../contract/channel-transfer.ts';
import { demand } from '../serving/actor.ts';
import { disposition } from '../serving/disposition.ts';
import { type Handler, handle } from '../serving/handler.ts';
import { exportChannels } from './export.ts';
import { importChannels } from './import.ts';
import type { ChannelParts } from './parts.ts';

export const channelTransferHandlers = (parts: ChannelParts): Handler[] => [
  handle(routes.export, async ({ body, actor, call }) => {
    // Whoever chooses the passphrase can read the keys.
    if (body.passphrase !== undefined) demand(actor, 'owners:write');
    call.note({ withCredentials: body.passphrase !== undefined });
    return {
      body: await exportChannels(parts, body),
      type: body.format === 'yaml' ? 'application/yaml' : 'application/json',
      headers: disposition('attachment', `channels.${body.format}`),
    };
  }),
  handle(routes.import, async ({ actor, body, call }) => {
    const channels = await importChannels(parts, actor, body);
    if (!body.dryRun)
      call.note({ channels: channels.map(({ name, action }) => `${action} ${name}`).join(', ') });
    return { channels };
  }),
];
