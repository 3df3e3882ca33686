/** As a date input has it, in the browser's time; empty: never. */
export function dateOf(time: number | null): string {
  if (time === null) return '';
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The last second of that day, Unix milliseconds; null for an empty date. */
export const endOfDay = (date: string): number | null =>
  date === '' ? null : new Date(`${date}T23:59:59`).getTime();
