import { describe, expect, it } from 'vitest';
import type { Warning } from '../../contract/request.ts';
import { warningHeader } from './warning-header.ts';

const warning = (more: Partial<Warning> = {}): Warning => ({
  kind: 'emulated',
  field: 'size',
  detail: 'Scaled.',
  ...more,
});

describe('AH-Warnings', () => {
  it('is not there without warnings', () => {
    expect(warningHeader([])).toBeUndefined();
  });

  it('lists each with kind and detail', () => {
    expect(warningHeader([warning(), warning({ kind: 'ignored', field: 'seed', detail: 'None.' })])).toBe(
      '"size";kind=emulated;detail="Scaled.", "seed";kind=ignored;detail="None."',
    );
  });

  it('cannot be broken out of, whatever a field is called', () => {
    const header = warningHeader([warning({ field: 'a"b\\c\r\nX-Evil: 1', detail: 'größer' })]);
    expect(header).toBe('"a\\"b\\\\c??X-Evil: 1";kind=emulated;detail="gr??er"');
  });

  it('counts what does not fit', () => {
    const header = warningHeader(Array.from({ length: 200 }, () => warning({ detail: 'x'.repeat(80) })));
    expect(header?.length).toBeLessThan(4_100);
    const left = Number(/, "more";count=(\d+)$/.exec(header ?? '')?.[1]);
    expect(left + (header?.match(/kind=/g)?.length ?? 0)).toBe(200);
  });
});
