import { channelRoutes } from '@contract/channels.ts';
import { type CallInput, call } from '@/api/call.ts';
import type { ChannelSummary } from '../channel-view.ts';
import { valuesOf } from '../editor/values.ts';

export type NewChannel = CallInput<typeof channelRoutes.create>['body'];

/** Tells such a file from others. */
const KIND = 'axonhub-channels';

/** Channels as a file holds them: everything but the keys and other secrets, which the gateway tells nobody. */
export async function exported(channels: readonly ChannelSummary[]): Promise<string> {
  const views = await Promise.all(channels.map(({ id }) => call(channelRoutes.get, { params: { id } })));
  const written = views.map((view) => ({ type: view.type, enabled: view.enabled, ...valuesOf(view) }));
  return JSON.stringify({ kind: KIND, version: 1, channels: written }, null, 2);
}

/** Hands a text to the browser as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** @returns undefined where the text is no such file */
export function readChannels(text: string): readonly NewChannel[] | undefined {
  try {
    const { kind, channels } = JSON.parse(text) as { kind?: unknown; channels?: unknown };
    if (kind !== KIND || !Array.isArray(channels)) return undefined;
    const isChannel = (each: Partial<NewChannel> | null): each is NewChannel =>
      typeof each?.name === 'string' && typeof each.type === 'string';
    return channels.every(isChannel) ? channels : undefined;
  } catch {
    return undefined;
  }
}

/** Makes the channel, or changes the one of its name; its type and keys stay as they are then. */
export async function importChannel(channel: NewChannel, known: string | undefined): Promise<void> {
  if (known === undefined) {
    await call(channelRoutes.create, { body: channel });
    return;
  }
  const { type: _, credentials: __, ...change } = channel;
  await call(channelRoutes.update, { params: { id: known }, body: change });
}
