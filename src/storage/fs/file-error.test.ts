import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../contract/error.ts';
import { fileError } from './file-error.ts';

const failed = (code: string): Error => Object.assign(new Error(`${code}: write '/data/spool/1'`), { code });

describe('a failed file operation', () => {
  it.each(['ENOSPC', 'EDQUOT', 'EMFILE'])('%s means that the gateway is overloaded', (code) => {
    expect(fileError(failed(code))).toMatchObject({ code: 'overloaded', status: 503 });
  });

  it('is internal otherwise, and tells the path to the log only', () => {
    const error = fileError(failed('EIO'));
    expect(error).toMatchObject({
      code: 'internal',
      facts: { internal: expect.stringContaining('/data/spool/1') },
    });
    expect(error.message).not.toContain('/data');
  });

  it('stays what it was when it is a GatewayError already', () => {
    const known = new GatewayError('too_large', 'Too large.');
    expect(fileError(known)).toBe(known);
  });
});
