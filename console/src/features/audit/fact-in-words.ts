/** What was noted of a change, as text. */
export function factInWords(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(factInWords).join(', ');
  return JSON.stringify(value);
}
