import type { Shared } from '../storage/ports.ts';
import type { Keyring } from './keyring.ts';

const TOPIC = 'key-changes';
/** Not the hash of any key. */
const EVERY_KEY = '*';

/** Makes all nodes ask the database again for these keys. To be called after the change is committed. */
export async function announceKeyChange(shared: Shared, keyHashes: readonly string[]): Promise<void> {
  for (const hash of keyHashes) await shared.publish(TOPIC, hash);
}

/** For changes that concern many keys, such as those of a project. */
export const announceEveryKeyChange = (shared: Shared): Promise<void> => shared.publish(TOPIC, EVERY_KEY);

/** Lets a keyring hear of changes made on any node; of all keys where some may have been missed. */
export const followKeyChanges = (shared: Shared, keyring: Keyring): Promise<() => Promise<void>> =>
  shared.subscribe(TOPIC, (keyHash) => keyring.forget(keyHash === EVERY_KEY ? undefined : keyHash));
