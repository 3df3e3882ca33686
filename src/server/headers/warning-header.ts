import type { Warning } from '../../contract/request.ts';
import { structuredString } from './structured-string.ts';

const MAX_LENGTH = 4_000;

/**
 * `AH-Warnings`: a structured-field list (RFC 9651), one member per warning: `size;kind=emulated;detail="…"`.
 * Undefined without warnings. What does not fit is counted at the end; the body has all of them.
 */
export function warningHeader(warnings: readonly Warning[]): string | undefined {
  if (warnings.length === 0) return undefined;
  let header = '';
  for (const [index, { field, kind, detail }] of warnings.entries()) {
    const member = `${structuredString(field)};kind=${kind};detail=${structuredString(detail)}`;
    if (header.length + member.length > MAX_LENGTH)
      return `${header}, "more";count=${warnings.length - index}`;
    header += header === '' ? member : `, ${member}`;
  }
  return header;
}
