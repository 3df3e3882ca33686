import { argon2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { GatewayError } from '../contract/error.ts';
import { isSameSecret } from '../lib/same-secret.ts';

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Of passwords that wait to be hashed; beyond that somebody is trying to keep the machine busy. */
const MOST_WAITING = 64;

/** How every password is hashed now. */
const RECIPE = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$`;
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;
/** What a password is compared with where there is none, so that unknown users take as long as known ones. */
const NOBODY = `${RECIPE}${'A'.repeat(22)}$${'A'.repeat(43)}`;

type Recipe = { readonly [member in keyof typeof COST]: number };

/** As a PHC string: the recipe and the salt stand beside the hash. @throws GatewayError `overloaded` */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, COST);
  return `${RECIPE}${unpadded(salt)}$${unpadded(hash)}`;
}

/**
 * Takes the same time whether there is a password or not.
 * @param stored PHC string; null: nobody can know this password
 * @throws GatewayError `overloaded`
 */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', hash = ''] = PHC.exec(stored ?? NOBODY) ?? [];
  const recipe = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const given = await derive(password, Buffer.from(salt, 'base64'), recipe);
  const isRight = isSameSecret(given, Buffer.from(hash, 'base64'));
  return stored !== null && isRight;
}

/** It was made with another recipe than passwords are now. */
export const isOutdated = (stored: string): boolean => !stored.startsWith(RECIPE);

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

const argon = promisify(argon2);
let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/** One at a time: the threads that hash also read and write pictures. */
async function derive(password: string, nonce: Buffer, recipe: Recipe): Promise<Buffer> {
  if (waiting >= MOST_WAITING) {
    throw new GatewayError('overloaded', 'Too many people are signing in at once.', { retryAfterMs: 5_000 });
  }
  waiting += 1;
  const message = Buffer.from(password.normalize('NFKC'));
  const work = last.then(() => argon('argon2id', { message, nonce, tagLength: HASH_BYTES, ...recipe }));
  last = work.catch(() => {});
  return work.finally(() => {
    waiting -= 1;
  });
}
