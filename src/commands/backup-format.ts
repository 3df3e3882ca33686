import * as z from 'zod';

/*
 * A backup is a .tar.gz that plain tools can look into:
 *   manifest.json               what it is
 *   secret.json                 the installation's secret under a passphrase, where there is one
 *   rows/<table>/<number>.jsonl a row a line; tables that are referred to first
 *   pictures/<sha256>           every kept file, unless left out
 *   end.json                    how much there was: without it the backup is not whole
 */

export const manifestSchema = z.object({
  format: z.literal('axonhub-backup'),
  version: z.literal(1),
  /** The gateway's version, for people. */
  gateway: z.string(),
  createdAt: z.iso.datetime(),
  /** The migrations that had made the tables. */
  migrations: z.array(z.string()),
  pictures: z.boolean(),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** `LockedSecret` of accounts. */
export const secretSchema = z.strictObject({
  kdf: z.literal('scrypt'),
  cost: z.int().min(14).max(20),
  salt: z.base64(),
  nonce: z.base64(),
  data: z.base64(),
});

export const endSchema = z.object({
  rows: z.int(),
  pictures: z.int(),
});
export type End = z.infer<typeof endSchema>;

export const NAMES = {
  manifest: 'manifest.json',
  secret: 'secret.json',
  rows: (table: string, number: number): string => `rows/${table}/${String(number).padStart(6, '0')}.jsonl`,
  picture: (sha256: string): string => `pictures/${sha256}`,
  end: 'end.json',
};

const ROWS = /^rows\/([a-z][a-z0-9_]*)\/\d+\.jsonl$/;
const PICTURE = /^pictures\/([0-9a-f]{64})$/;

/** The table whose rows an entry holds. */
export const tableOf = (name: string): string | undefined => ROWS.exec(name)?.[1];
/** The hash of the picture that an entry is. */
export const pictureOf = (name: string): string | undefined => PICTURE.exec(name)?.[1];
