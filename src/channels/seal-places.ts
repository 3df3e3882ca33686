import type { SealPlace } from '../accounts/sealer.ts';

/** Where the secrets of channels are sealed for. @param owner id of the row */
export const credentialPlace = (owner: string): SealPlace => ({ purpose: 'channel-credential', owner });
export const settingsPlace = (owner: string): SealPlace => ({ purpose: 'channel-settings', owner });
