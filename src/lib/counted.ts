/** Rows that differ in nothing but their count as one. */
export function counted<Name extends string, Row extends { readonly [name in Name]: number }>(
  rows: readonly Row[],
  name: Name,
): Row[] {
  const byKey = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify({ ...row, [name]: 0 });
    const known = byKey.get(key);
    byKey.set(key, known ? { ...known, [name]: known[name] + row[name] } : row);
  }
  return [...byKey.values()];
}
