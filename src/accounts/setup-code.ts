import { hkdfSync } from 'node:crypto';
import { isSameSecret } from '../lib/same-secret.ts';

/** Letters that nobody confuses when reading them from a screen. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LETTERS = 12;

/**
 * Proves that somebody can read what the gateway printed when it started: needed to become the owner from another machine.
 * The same on all nodes that have one secret, and at every start.
 * @returns as `7K2M-QX4T-9ABC`
 */
export function setupCode(secret: string): string {
  const bytes = new Uint8Array(hkdfSync('sha256', secret, '', 'axonhub setup code', LETTERS));
  const letters = Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** Hyphens, spaces and case do not matter. */
export function isSetupCode(given: string, code: string): boolean {
  const letters = (text: string): Buffer => Buffer.from(text.toUpperCase().replace(/[^0-9A-Z]/g, ''));
  return isSameSecret(letters(given), letters(code));
}
