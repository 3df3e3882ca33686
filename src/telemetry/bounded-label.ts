/** Stands for all values that came too late. */
const OTHER = 'other';

/**
 * Lets the first `most` values of a label through and calls all others `other`: a series of numbers lives as long as the process,
 * and clients may choose what is counted by (a channel that takes any model name).
 */
export function boundedLabel(most: number): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (known.has(value)) return value;
    if (known.size >= most) return OTHER;
    known.add(value);
    return value;
  };
}
