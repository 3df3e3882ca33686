import type { channelRoutes } from '@contract/channels.ts';
import type { CallReply } from '@/api/call.ts';

export type ChannelView = CallReply<typeof channelRoutes.get>;
export type ChannelSummary = CallReply<typeof channelRoutes.list>['items'][number];
