import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Where secrets of callers are compared. */
const THE_PLACE = 'src/lib/same-secret.ts';
/** Where the look of it deceives: nobody outside learns from how long it takes. */
const NO_QUESTIONS_OF_CALLERS: Readonly<Record<string, string>> = {
  'src/dialects/gemini/signature.ts': 'whether a mark is well-formed base64',
  'src/commands/restore.ts': 'the name of a file',
  'src/bodies/mask.ts': 'finds secrets in bodies in order to mask them',
  'src/accounts/password-rules.ts': 'a new password against lists that everybody may read',
};
const production = globSync('src/**/*.ts').filter((path) => !path.endsWith('.test.ts'));

/** Names that secrets and what is made of them go by. A hash may be looked up; what comes out of that is no longer compared. */
const NAMED = String.raw`\w*(?:[pP]assword|[sS]ecret|[tT]oken|[kK]eyHash|[aA]piKey|[sS]ignature|[sS]etupCode|[cC]ookie|[hH]mac|[mM]ac|[dD]igest)`;
const SECRET = String.raw`(?:[\w.?!\]]+\.)?(?:${NAMED}|\w*[kK]ey\.reveal\(\)|presented\w*\([^)]*\)|\w+\.reveal\(\)|\w+\.(?:digest|update)\([^)]*\))`;
/** What is no secret: a literal, the absence of one, a constant, a count. */
const PLAIN = String.raw`(?:null|undefined|true|false|''|['"\x60\d-]|typeof|[A-Z][A-Z_]+\b)`;
const COMPARED = [
  new RegExp(String.raw`(?<![\w.])(?!typeof )${SECRET}\)?\s*[!=]==?\s*(?!${PLAIN})[\w.]`),
  new RegExp(
    String.raw`(?<!typeof )(?<![\w.])(?!${PLAIN})[\w.?[\]]+(?:\([^)]*\))?\s*[!=]==?\s*${SECRET}(?![\w(.[])`,
  ),
  new RegExp(
    String.raw`\.(?:includes|indexOf|startsWith|endsWith|localeCompare|equals|compare)\(${SECRET}\)`,
  ),
];
const compares = (line: string): boolean => COMPARED.some((pattern) => pattern.test(line));
const isComment = (line: string): boolean => /^\s*(?:\/\/|\/?\*)/.test(line);

it.each([
  'if (given === password) return;',
  'return token !== session.token;',
  'if (presentedKey(headers, url) === own.key) return;',
  'return found.secret.reveal() == given;',
  'configured.some((each) => each.apiKey === given)',
  'return known.includes(token);',
  'return given.equals(signature);',
  'const isRight = sign(name) === signature;',
  'return row.keyHash === hashKey(key);',
])('would find: %s', (line) => {
  expect(compares(line)).toBe(true);
});

it.each([
  'if (password === null) return;',
  "if (typeof token !== 'string') return;",
  'if (secret === undefined) throw refusal();',
  "if (signature !== '') parts.push(signature);",
  'const isLong = token.length > 5;',
  'return keyHash === EVERY_KEY ? undefined : keyHash;',
])('lets pass: %s', (line) => {
  expect(compares(line)).toBe(false);
});

it('no secret is compared but in constant time, in one place', () => {
  const asked = production.filter((path) => !(path in NO_QUESTIONS_OF_CALLERS));
  const found = asked.flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        !isComment(line) && compares(line) ? [`${path}:${index + 1} ${line.trim()}`] : [],
      ),
  );
  expect(found).toEqual([]);
});

it('nobody but that place asks the library', () => {
  const users = production.filter((path) => readFileSync(path, 'utf8').includes('timingSafeEqual'));
  expect(users).toEqual([THE_PLACE]);
});
