import { createHash } from 'node:crypto';
import type { TreeObject } from '../../contract/tree.ts';

/**
 * The client's end user, as OpenAI wants to hear of it: a hash, never a name or an address.
 * quirk(openai): `user` is deprecated in favour of `safety_identifier`, at most 128 characters. — images spec §3, seen 2026-11
 */
export const endUserFields = (user: string): TreeObject => ({
  safety_identifier: createHash('sha256').update(user).digest('hex'),
});
