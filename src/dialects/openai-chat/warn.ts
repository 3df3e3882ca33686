import type { Warning } from '../../contract/request.ts';

/** Takes note of something that cannot be carried to every provider. */
export type Warn = (warning: Warning) => void;

/** Collects warnings; the same one is kept once. */
export function warningsInto(warnings: Warning[]): Warn {
  return (warning) => {
    const { field, detail } = warning;
    if (!warnings.some((known) => known.field === field && known.detail === detail)) warnings.push(warning);
  };
}
