import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Seals secrets that have to be stored and used again (upstream keys, passwords of other services), so that the database alone gives nothing away. */
export interface Sealer {
  /** As `v1.KEY-ID.NONCE.DATA`; never twice the same. */
  seal(text: string, place: SealPlace): string;
  /** @throws SealError where it was sealed under a secret that is not known, for another place, or was changed */
  open(sealed: string, place: SealPlace): string;
  /** It looks like a value that was sealed. */
  isSealed(text: string): boolean;
  /** It was sealed under the secret that new values are sealed under. */
  isCurrent(sealed: string): boolean;
}

/** What a sealed value is for and whose it is. It opens nowhere else: who can write rows cannot move a secret to where it is shown. */
export interface SealPlace {
  /** One word per kind of secret, as `channel-credential`; each has a key of its own. */
  readonly purpose: string;
  /** Id of the row it stands in. */
  readonly owner: string;
}

/** A sealed value cannot be opened. The message holds nothing secret. */
export class SealError extends Error {}

const FORMAT = /^v1\.([0-9a-f]{12})\.([\w-]{16})\.([\w-]+)$/;
const TAG_BYTES = 16;

/**
 * AES-256-GCM under keys derived from the installation's secret.
 * @param secret at least 16 characters; seals and opens
 * @param others secrets of before (or of a change under way) that still open what was sealed under them; asked again for values of
 * an unknown secret, for it may have been changed while this runs
 */
export function createSealer(secret: string, others: () => readonly string[] = () => []): Sealer {
  const current = new SealingSecret(secret);
  const known = new Map([[current.id, current]]);
  const openerOf = (id: string): SealingSecret | undefined => {
    if (!known.has(id)) {
      for (const other of others().map((each) => new SealingSecret(each))) known.set(other.id, other);
    }
    return known.get(id);
  };
  return {
    seal: (text, place) => current.seal(text, place),
    open(sealed, place) {
      const [, id = '', nonce = '', data = ''] = FORMAT.exec(sealed) ?? [];
      if (id === '') throw new SealError('This is no sealed value.');
      const opener = openerOf(id);
      if (!opener) throw new SealError(`It was sealed under another secret (${id}) than this gateway has.`);
      return opener.open(Buffer.from(nonce, 'base64url'), Buffer.from(data, 'base64url'), place);
    },
    isSealed: (text) => FORMAT.test(text),
    isCurrent: (sealed) => FORMAT.exec(sealed)?.[1] === current.id,
  };
}

class SealingSecret {
  readonly id: string;
  readonly #secret: string;
  readonly #keys = new Map<string, Buffer>();

  constructor(secret: string) {
    this.#secret = secret;
    this.id = this.#derive('key id', 6).toString('hex');
  }

  seal(text: string, place: SealPlace): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#keyFor(place), nonce).setAAD(boundTo(place));
    const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `v1.${this.id}.${nonce.toString('base64url')}.${data.toString('base64url')}`;
  }

  open(nonce: Buffer, data: Buffer, place: SealPlace): string {
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#keyFor(place), nonce, {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(boundTo(place)).setAuthTag(data.subarray(-TAG_BYTES));
      const text = [decipher.update(data.subarray(0, -TAG_BYTES)), decipher.final()];
      return Buffer.concat(text).toString('utf8');
    } catch {
      throw new SealError('It was changed, or sealed for another place.');
    }
  }

  #keyFor({ purpose }: SealPlace): Buffer {
    const known = this.#keys.get(purpose) ?? this.#derive(`seal ${purpose}`, 32);
    this.#keys.set(purpose, known);
    return known;
  }

  #derive(what: string, bytes: number): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#secret, '', `axonhub ${what}`, bytes));
  }
}

const boundTo = ({ purpose, owner }: SealPlace): Buffer => Buffer.from(JSON.stringify([purpose, owner]));
