/** What a client keeps for us and sends back in `thoughtSignature`. */
export interface Mark {
  readonly signature: string;
  /** Of hidden thinking: the provider's id of the item. */
  readonly id?: string;
  readonly redacted?: boolean;
}

const WRAPPED = 'axonhub:';

/**
 * A mark as `thoughtSignature`, which is base64 to every client: some decode it and encode it anew, in either alphabet.
 * Google's own signatures are base64 already and stay as they are.
 */
export function wrapSignature(mark: Mark): string {
  const { signature, ...facts } = mark;
  if (Object.keys(facts).length === 0 && isPlain(signature)) return signature;
  return Buffer.from(WRAPPED + JSON.stringify(mark)).toString('base64');
}

const isPlain = (signature: string): boolean =>
  signature !== '' &&
  Buffer.from(signature, 'base64').toString('base64') === signature &&
  unwrapped(signature) === undefined;

/** The reverse; what this gateway has not wrapped is a signature as it stands. */
export const unwrapSignature = (value: string): Mark => unwrapped(value) ?? { signature: value };

function unwrapped(value: string): Mark | undefined {
  const text = Buffer.from(value, 'base64').toString();
  if (!text.startsWith(WRAPPED)) return undefined;
  try {
    return JSON.parse(text.slice(WRAPPED.length)) as Mark;
  } catch {
    return undefined;
  }
}
