/** What tests use as secrets, and the forms that real ones have. */
const SECRETS: { readonly [what: string]: RegExp } = {
  'a key of an upstream':
    /(?<![\w-])(?:sk-|r8_)[\w-]{3,}|\b(?:ark|gm|fal|bfl|xai|zhipu|azure|bedrock-api-key|vertex-express)-test\b/,
  'a password for an upstream': /secret-password|\bproxy-key\b/,
  'a gateway key': /\bah-(?:[0-9A-Za-z]{43}\b|(?:test|other|marked)-\w{6,})/i,
  'a webhook secret': /\bwhsec_[\w+/=]{20,}/,
  'a credential in a header': /\b(?:bearer|basic) [\w.+/=-]{8,}/i,
  'a password in a URL': /\b[a-z][a-z0-9+.-]+:\/\/[^\s/:@"']*:[^\s/@"']+@/,
  'a key in a URL': /[?&]key=[\w-]{6,}/,
  "a link's signature": /[?&]signature=[\w-]{20,}/,
  'a hash of a password': /\$argon2id\$/,
  'a password of a person': /correct horse battery/,
  'a session': /\baxonhub_session=[\w-]{20,}/,
  'a credential of a bucket': /a\/secret\+of\/tests/,
  'one that is marked': /MARKED-/,
};

/** The lines of an output that tell a secret, each with what it tells. */
export const secretsIn = (output: string): string[] =>
  output.split('\n').flatMap((line) =>
    Object.entries(SECRETS).flatMap(([what, pattern]) => {
      const found = pattern.exec(line)?.[0];
      return found === undefined ? [] : [`${what} (${found}): ${line.slice(0, 500)}`];
    }),
  );
