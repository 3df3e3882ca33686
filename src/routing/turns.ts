/** Smooth weighted round robin: of weights 3 and 1, the turns go a a b a, never a a a b b b. */
export interface Turns {
  /** How far each name's turn has come; the greatest is next. */
  readonly standing: ReadonlyMap<string, number>;
  /** The standing of everyone in the group after the first has taken its turn. */
  readonly after: ReadonlyMap<string, number>;
}

/** Pure. @param before what `after` was the last time; a name that is new begins at 0 */
export function takeTurn(
  members: readonly { readonly name: string; readonly weight: number }[],
  before: ReadonlyMap<string, number>,
): Turns {
  const standing = new Map(members.map(({ name, weight }) => [name, (before.get(name) ?? 0) + weight]));
  const total = members.reduce((sum, { weight }) => sum + weight, 0);
  const [first] = [...standing].sort(([, a], [, b]) => b - a);
  const after = new Map(before);
  for (const [name, value] of standing) after.set(name, name === first?.[0] ? value - total : value);
  return { standing, after };
}
