import type { Warning } from '../../contract/request.ts';

/** Notes that something of the request could not be kept. */
export type Warn = (kind: Warning['kind'], field: string, detail: string) => void;

/** Runs a reader and gives its result with all that it warned of. */
export function collectWarnings<T>(read: (warn: Warn) => T): {
  readonly result: T;
  readonly warnings: Warning[];
} {
  const warnings: Warning[] = [];
  const result = read((kind, field, detail) => void warnings.push({ kind, field, detail }));
  return { result, warnings };
}
