import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';

/** A secret under a passphrase, as it stands in a file. Base64 where nothing else is said. */
export interface LockedSecret {
  readonly kdf: 'scrypt';
  /** log2 of scrypt's cost N, from 14 to 20; r = 8, p = 1. */
  readonly cost: number;
  readonly salt: string;
  readonly nonce: string;
  /** AES-256-GCM, with its tag of 16 bytes behind it. */
  readonly data: string;
}

/** About 0.3 s and 128 MB for every guess. */
const COST = 17;
const TAG_BYTES = 16;

/** The passphrase is wrong, or the secret was changed. */
export class WrongPassphrase extends Error {}

export async function lockSecret(secret: string, passphrase: string): Promise<LockedSecret> {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt, COST), nonce);
  const data = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    kdf: 'scrypt',
    cost: COST,
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    data: data.toString('base64'),
  };
}

/** @throws WrongPassphrase */
export async function unlockSecret(locked: LockedSecret, passphrase: string): Promise<string> {
  const [salt, nonce, data] = [locked.salt, locked.nonce, locked.data].map((text) =>
    Buffer.from(text, 'base64'),
  );
  if (!salt || !nonce || !data) throw new TypeError('a locked secret has three parts');
  const key = await keyOf(passphrase, salt, locked.cost);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(data.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(data.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch (error) {
    throw new WrongPassphrase('The passphrase is wrong.', { cause: error });
  }
}

function keyOf(passphrase: string, salt: Uint8Array, cost: number): Promise<Buffer> {
  const options = { N: 2 ** cost, r: 8, p: 1, maxmem: 2 ** cost * 8 * 128 * 2 };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
