/** What stands in place of a credential. */
const MASK = '[key]';
/** Shorter ones would be found in innocent words. */
const SHORTEST = 6;

const worthMasking = (secrets: readonly string[]): string[] =>
  secrets.filter((secret) => secret.length >= SHORTEST);

export const maskedText = (text: string, secrets: readonly string[]): string =>
  worthMasking(secrets).reduce((left, secret) => left.replaceAll(secret, MASK), text);

/** The bytes without the secrets in them, also where one begins in one chunk and ends in the next. */
export async function* masked(
  source: AsyncIterable<Uint8Array>,
  secrets: readonly string[],
): AsyncGenerator<Uint8Array> {
  const known = worthMasking(secrets).map((secret) => Buffer.from(secret));
  if (known.length === 0) {
    yield* source;
    return;
  }
  const longest = Math.max(...known.map(({ length }) => length));
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    const text = known.reduce<Buffer>(replaced, Buffer.concat([held, chunk]));
    // A secret that has begun may be as long as all of it but its last byte.
    const safe = Math.max(0, text.length - longest + 1);
    if (safe > 0) yield text.subarray(0, safe);
    held = text.subarray(safe);
  }
  if (held.length > 0) yield held;
}

function replaced(text: Buffer, secret: Buffer): Buffer {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (let found = text.indexOf(secret); found >= 0; found = text.indexOf(secret, at)) {
    pieces.push(text.subarray(at, found), Buffer.from(MASK));
    at = found + secret.length;
  }
  return at === 0 ? text : Buffer.concat([...pieces, text.subarray(at)]);
}
