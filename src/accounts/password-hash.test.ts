import { argon2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fastest } from '../../test/timing/fastest.ts';
import { hashPassword, isOutdated, isPassword } from './password-hash.ts';

const PASSWORD = 'correct horse battery';

describe('a hashed password', () => {
  it('is argon2id by the recommended recipe, salted anew each time', async () => {
    const [one, two] = [await hashPassword(PASSWORD), await hashPassword(PASSWORD)];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(one).not.toBe(two);
    expect(isOutdated(one)).toBe(false);
  });

  it('is recognised, and no other', async () => {
    const stored = await hashPassword(PASSWORD);
    expect(await isPassword(PASSWORD, stored)).toBe(true);
    expect(await isPassword(`${PASSWORD} `, stored)).toBe(false);
    expect(await isPassword('', stored)).toBe(false);
  });

  it('is the same however a keyboard composes its letters', async () => {
    const stored = await hashPassword('Zo\u00eb and the horses');
    expect(await isPassword('Zoe\u0308 and the horses', stored)).toBe(true);
  });

  it('of an older recipe is recognised still, and called outdated', async () => {
    const salt = Buffer.from('0123456789abcdef');
    const parameters = {
      message: PASSWORD,
      nonce: salt,
      tagLength: 32,
      memory: 8_192,
      passes: 1,
      parallelism: 1,
    };
    const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
    const stored = `$argon2id$v=19$m=8192,t=1,p=1$${text(salt)}$${text(argon2Sync('argon2id', parameters))}`;
    expect(await isPassword(PASSWORD, stored)).toBe(true);
    expect(isOutdated(stored)).toBe(true);
  });
});

describe('somebody without a password', () => {
  it('is never recognised', async () => {
    for (const guess of [PASSWORD, '']) expect(await isPassword(guess, null)).toBe(false);
  });

  it('takes as long as somebody with one', async () => {
    const stored = await hashPassword(PASSWORD);
    const took = (hash: string | null) =>
      fastest(async () => {
        for (let times = 0; times < 4; times += 1) await isPassword('a guess', hash);
      }, 3);
    const [known, unknown] = [await took(stored), await took(null)];
    expect(unknown / known).toBeGreaterThan(0.5);
    expect(unknown / known).toBeLessThan(2);
  });
});

it('does not let a crowd keep the machine busy', async () => {
  const tries = await Promise.allSettled(Array.from({ length: 70 }, () => isPassword(PASSWORD, null)));
  const refused = tries.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(6);
  expect(refused[0]).toMatchObject({ reason: { code: 'overloaded' } });
  expect(await isPassword(PASSWORD, await hashPassword(PASSWORD))).toBe(true);
});
