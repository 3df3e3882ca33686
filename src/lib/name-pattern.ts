/**
 * The names a pattern stands for: one name (`gpt-5`), names with anything in the place of each `*` (`gpt-5*`), or whatever a regular
 * expression between slashes finds (`/^(gpt|o)-/`). What the stars stood for are the groups of a match.
 * @throws TypeError when the regular expression is none
 */
export function namePattern(text: string): RegExp {
  const [, expression] = /^\/(.+)\/$/.exec(text) ?? [];
  if (expression === undefined) {
    const literal = text.split('*').map((part) => RegExp.escape(part));
    return new RegExp(`^${literal.join('(.*)')}$`, 's');
  }
  try {
    return new RegExp(expression);
  } catch {
    throw new TypeError(`${text} is no regular expression`);
  }
}

/** One of them stands for the name. */
export const matchesAny = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => namePattern(pattern).test(name));
