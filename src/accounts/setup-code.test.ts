import { expect, it } from 'vitest';
import { isSetupCode, setupCode } from './setup-code.ts';

const CODE = setupCode('one secret of both nodes');

it('is the same wherever the secret is the same, and tells nothing of it', () => {
  expect(setupCode('one secret of both nodes')).toBe(CODE);
  expect(setupCode('one secret of both node')).not.toBe(CODE);
  expect(CODE).toMatch(/^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}$/);
});

it.each([
  ['as it was printed', CODE],
  ['in lower case', CODE.toLowerCase()],
  ['with spaces', ` ${CODE.replaceAll('-', ' ')} `],
  ['in one piece', CODE.replaceAll('-', '')],
])('is recognised %s', (_how, given) => {
  expect(isSetupCode(given, CODE)).toBe(true);
});

it.each([
  ['nothing', ''],
  ['a part', CODE.slice(0, -1)],
  ['another', setupCode('another secret')],
])('is not %s', (_what, given) => {
  expect(isSetupCode(given, CODE)).toBe(false);
});
