import type { TreeObject } from '../../contract/tree.ts';
import { sha256 } from '../../lib/sha256.ts';

/**
 * The client's end user, as OpenAI wants to hear of it: a hash, never a name or an address.
 * quirk(openai): `user` is deprecated in favour of `safety_identifier`, at most 128 characters. — images spec §3, seen 2026-11
 */
export const endUserFields = (user: string): TreeObject => ({ safety_identifier: sha256(user) });
