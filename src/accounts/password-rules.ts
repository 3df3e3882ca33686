import { invalid } from '../contract/error.ts';

export const PASSWORD_LENGTH = { min: 10, max: 200 };
/** Below that it is a pattern. */
const FEWEST_DIFFERENT = 5;
/** Of an address or name that is part of the password. */
const TELLING_LENGTH = 4;
/** What lists of stolen passwords begin with, digits at the ends left away. */
const COMMON =
  /^\d*(password|passw0rd|p@ssw0rd|qwerty(uiop)?|qwertz(uiop)?|azerty(uiop)?|letmein|iloveyou|welcome|administrator|changeme|axonhub|admin|abcdefghij(kl)?)+[\d!.?]*$/i;
const SEQUENCES = ['01234567890123456789', '98765432109876543210'];

/**
 * Length counts, not kinds of characters.
 * @param person whose password it is to become
 * @param field where it stands in the call
 * @throws GatewayError `invalid_request`, saying which rule it breaks
 */
export function checkPassword(
  password: string,
  person: { readonly email: string; readonly name: string },
  field: string,
): void {
  const reason = weakness(password, person);
  if (reason !== undefined) throw invalid(field, reason);
}

function weakness(
  password: string,
  { email, name }: { readonly email: string; readonly name: string },
): string | undefined {
  const { min, max } = PASSWORD_LENGTH;
  const length = [...password].length;
  if (length < min) return `A password has at least ${min} characters.`;
  if (length > max) return `A password has at most ${max} characters.`;
  const lower = password.toLowerCase();
  if (new Set(lower).size < FEWEST_DIFFERENT) return 'This password has too few different characters.';
  const known = [email, email.split('@', 1)[0] ?? '', ...name.toLowerCase().split(/\s+/)];
  const told = known.find((part) => part.length >= TELLING_LENGTH && lower.includes(part));
  if (told !== undefined) return 'This password contains your name or address.';
  if (COMMON.test(password) || SEQUENCES.some((sequence) => sequence.includes(password))) {
    return 'This password is one of those that are tried first.';
  }
  return undefined;
}
