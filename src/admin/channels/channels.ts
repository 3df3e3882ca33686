import { GatewayError } from '../../contract/error.ts';
import type { Channel } from '../../routing/channel.ts';
import { channelRoutes as routes } from '../contract/channels.ts';
import { standingOf } from '../keys/keys.ts';
import { type Handler, handle } from '../serving/handler.ts';
import { addCredential, changeCredential, deleteCredential } from './credentials.ts';
import { readableSettings } from './find.ts';
import { listChannels } from './list.ts';
import { changeMany, deleteChannel, orderChannels } from './many.ts';
import type { ChannelParts } from './parts.ts';
import { fixedView, storedView } from './view.ts';
import { copyChannel, createChannel, updateChannel } from './write.ts';

/** What the routes of channels do. */
export const channelHandlers = (parts: ChannelParts): Handler[] => [
  handle(routes.list, async ({ query }) => listChannels(parts, query)),
  handle(routes.get, async ({ params }) => viewOf(parts, params.id)),
  handle(routes.create, async ({ body, call }) => {
    const id = await createChannel(parts, body);
    call.note({ id, name: body.name });
    return viewOf(parts, id);
  }),
  handle(routes.update, async ({ actor, params: { id }, body }) => {
    await updateChannel(parts, actor, id, body);
    return viewOf(parts, id);
  }),
  handle(routes.copy, async ({ params, body, call }) => {
    const id = await copyChannel(parts, params.id, body.name);
    call.note({ copy: id, name: body.name });
    return viewOf(parts, id);
  }),
  handle(routes.order, async ({ body }) => orderChannels(parts, body.channels) as Promise<undefined>),
  handle(routes.bulk, async ({ body: { ids, action }, call }) => {
    const changed = await changeMany(parts, ids, action);
    call.note({ change: action, channels: ids.join(' ') });
    return { changed };
  }),
  handle(routes.delete, async ({ params }) => deleteChannel(parts, params.id) as Promise<undefined>),
  ...credentialHandlers(parts),
];

const credentialHandlers = (parts: ChannelParts): Handler[] => [
  handle(routes.addCredential, async ({ params: { id }, body }) => {
    await addCredential(parts, id, body);
    return viewOf(parts, id);
  }),
  handle(routes.changeCredential, async ({ params: { id, credential }, body }) => {
    await changeCredential(parts, id, credential, body);
    return viewOf(parts, id);
  }),
  handle(routes.deleteCredential, async ({ params: { id, credential } }) => {
    await deleteCredential(parts, id, credential);
    return viewOf(parts, id);
  }),
];

/** @throws GatewayError `not_found` */
async function viewOf(parts: ChannelParts, id: string) {
  const { registry, router } = parts;
  const known = router.known().get(id) ?? [];
  const now = parts.now();
  const read = registry.stored().find(({ row }) => row.id === id);
  if (read) {
    const standing = await standingOfChannel(parts, read.channel);
    const secretSettings = Object.keys(readableSettings(parts, read.row));
    return storedView(read, known, { now, standing, secretSettings });
  }
  const fixed = registry.fixed().find((channel) => channel.id === id);
  if (!fixed) throw new GatewayError('not_found', 'There is no such channel.', { field: 'id' });
  return fixedView(fixed, known, { now, standing: await standingOfChannel(parts, fixed) });
}

async function standingOfChannel({ gate }: ChannelParts, channel: Channel | undefined) {
  if (!channel) return { limitStanding: [], budgetStanding: [] };
  const [limits, budgets] = await Promise.all([gate.limits(channel), gate.budgets(channel)]);
  return { limitStanding: [...limits], budgetStanding: budgets.map(standingOf) };
}
