import { randomBytes } from 'node:crypto';
import { sha256 } from '../lib/sha256.ts';

/** What a cookie or a link carries: 256 bits, 43 letters. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** Tokens carry enough randomness that a plain hash cannot be reversed, and look-ups need no scan. */
export const hashToken = (token: string): string => sha256(token);
