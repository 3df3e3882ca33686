import * as z from 'zod';
import { channelFields, channelName, credentialChange, credentialInput } from './channel-fields.ts';
import { channelSummary, channelView } from './channel-views.ts';
import { pageOf, pageQuery } from './page.ts';
import { route } from './route.ts';

const byId = z.object({ id: z.string().max(200) });
const byCredential = z.object({ id: z.string().max(200), credential: z.string().max(200) });
const ids = z.array(z.string().max(200)).min(1).max(1_000);

const listQuery = z.object({
  ...pageQuery,
  search: z.string().max(200).optional().meta({ description: 'In name, type, URL, tags and note.' }),
  type: z.string().max(100).optional(),
  tag: z.string().max(50).optional(),
  state: z.enum(['active', 'enabled', 'disabled', 'archived', 'unwell', 'all']).default('active').meta({
    description: '`active`: all but archived ones. `unwell`: a target of it is avoided, or it has a problem.',
  }),
});

const { name, ...rest } = channelFields;
const options = z.strictObject(rest).partial().shape;

const newChannel = z
  .strictObject({
    name,
    type: z.string().max(100).meta({ description: 'Id of a provider type.' }),
    ...options,
    credentials: z.array(credentialInput).max(100).optional(),
  })
  .meta({ id: 'NewChannel' });

const channelChange = z.strictObject(channelFields).partial().meta({ id: 'ChannelChange' });

const order = z.strictObject({
  channels: z
    .array(z.strictObject({ id: z.string().max(200), priority: channelFields.priority.optional() }))
    .min(1)
    .max(5_000)
    .meta({ description: 'In their new order; those that are missing come after them.' }),
});

const bulk = z.strictObject({
  ids,
  action: z.enum(['enable', 'disable', 'archive', 'restore']).meta({
    description: 'An archived channel serves nothing and is listed only on demand; it keeps its name.',
  }),
});

export const channelRoutes = {
  list: route({
    id: 'listChannels',
    method: 'GET',
    path: '/channels',
    summary: 'Channels with their health, in pages',
    tag: 'channels',
    access: 'channels:read',
    query: listQuery,
    reply: pageOf(channelSummary),
  }),
  get: route({
    id: 'getChannel',
    method: 'GET',
    path: '/channels/{id}',
    summary: 'A channel, credentials hidden',
    tag: 'channels',
    access: 'channels:read',
    params: byId,
    reply: channelView,
  }),
  create: route({
    id: 'createChannel',
    method: 'POST',
    path: '/channels',
    summary: 'Makes a channel',
    tag: 'channels',
    access: 'channels:write',
    body: newChannel,
    status: 201,
    reply: channelView,
  }),
  update: route({
    id: 'updateChannel',
    method: 'PATCH',
    path: '/channels/{id}',
    summary: 'Changes the members that are named',
    tag: 'channels',
    access: 'channels:write',
    params: byId,
    body: channelChange,
    reply: channelView,
  }),
  copy: route({
    id: 'copyChannel',
    method: 'POST',
    path: '/channels/{id}/copy',
    summary: 'Makes a disabled copy, credentials included',
    tag: 'channels',
    access: 'channels:write',
    params: byId,
    body: z.strictObject({ name: channelName }),
    status: 201,
    reply: channelView,
  }),
  order: route({
    id: 'orderChannels',
    method: 'POST',
    path: '/channels/order',
    summary: 'Puts channels into an order, with new priorities where they are given',
    tag: 'channels',
    access: 'channels:write',
    body: order,
  }),
  bulk: route({
    id: 'changeChannels',
    method: 'POST',
    path: '/channels/bulk',
    summary: 'Enables, disables, archives or restores many at once, all or none',
    tag: 'channels',
    access: 'channels:write',
    body: bulk,
    reply: z.object({ changed: z.int() }),
  }),
  delete: route({
    id: 'deleteChannel',
    method: 'DELETE',
    path: '/channels/{id}',
    summary: 'Deletes an archived channel with its credentials',
    tag: 'channels',
    access: 'channels:write',
    params: byId,
  }),
  addCredential: route({
    id: 'addChannelCredential',
    method: 'POST',
    path: '/channels/{id}/credentials',
    summary: 'Gives a channel another key',
    tag: 'channels',
    access: 'channels:write',
    params: byId,
    body: credentialInput,
    status: 201,
    reply: channelView,
  }),
  changeCredential: route({
    id: 'changeChannelCredential',
    method: 'PATCH',
    path: '/channels/{id}/credentials/{credential}',
    summary: 'Changes label, state or the key itself',
    tag: 'channels',
    access: 'channels:write',
    params: byCredential,
    body: credentialChange,
    reply: channelView,
  }),
  deleteCredential: route({
    id: 'deleteChannelCredential',
    method: 'DELETE',
    path: '/channels/{id}/credentials/{credential}',
    summary: 'Takes a key from a channel',
    tag: 'channels',
    access: 'channels:write',
    params: byCredential,
    status: 200,
    reply: channelView,
  }),
};
