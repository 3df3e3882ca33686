import type { Shared } from '../storage/ports.ts';
import type { Keyring } from './keyring.ts';

const TOPIC = 'key-changes';

/** Makes all nodes ask the database again for this key. To be called after the change is committed. */
export const announceKeyChange = (shared: Shared, keyHash: string): Promise<void> =>
  shared.publish(TOPIC, keyHash);

/** Lets a keyring hear of changes made on any node; of all keys where some may have been missed. */
export const followKeyChanges = (shared: Shared, keyring: Keyring): Promise<() => Promise<void>> =>
  shared.subscribe(TOPIC, (keyHash) => keyring.forget(keyHash));
