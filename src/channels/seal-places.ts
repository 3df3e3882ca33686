import type { SealPlace } from '../accounts/sealer.ts';
import type { SealedColumn } from '../storage/ports.ts';

/** Where the secrets of channels are sealed for. @param owner id of the row */
export const channelPlace = (column: SealedColumn, owner: string): SealPlace => ({
  purpose: PURPOSES[column],
  owner,
});

const PURPOSES = {
  credential: 'channel-credential',
  settings: 'channel-settings',
  proxyPassword: 'channel-proxy',
} as const;

export const credentialPlace = (owner: string): SealPlace => channelPlace('credential', owner);
export const proxyPlace = (owner: string): SealPlace => channelPlace('proxyPassword', owner);
export const settingsPlace = (owner: string): SealPlace => channelPlace('settings', owner);
