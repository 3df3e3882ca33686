import { expect, it } from 'vitest';
import { checkPassword } from './password-rules.ts';

const ADA = { email: 'ada.king@example.com', name: 'Ada Lovelace' };

it.each([
  ['too short', 'short one', 'at least 10'],
  ['too short in characters, not in bytes', '🐴🐴🐴🐴a🎨', 'at least 10'],
  ['too long', 'long enough '.repeat(20), 'at most 200'],
  ['the same letters over and over', 'abababababab', 'too few different'],
  ['their address', 'my ada.king@example.com', 'your name or address'],
  ['the name in their address', 'Ada.King1815', 'your name or address'],
  ['their name', 'LOVELACE-1815', 'your name or address'],
  ['a well-known one', 'Password2026!', 'tried first'],
  ['keys in a row', 'qwertyuiop', 'tried first'],
  ['digits in a row', '1234567890', 'tried first'],
])('refuses a password that is %s', (_what, password, reason) => {
  expect(() => checkPassword(password, ADA, 'password')).toThrow(reason);
});

it.each(['correct horse', 'пароль для входа', '9f3k-2mq8-x0', 'my password is a passage'])(
  'takes %s',
  (password) => {
    expect(() => checkPassword(password, ADA, 'password')).not.toThrow();
  },
);
