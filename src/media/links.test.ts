import { describe, expect, it } from 'vitest';
import { createLinks } from './links.ts';

const links = createLinks('a secret of some length');
const picture = { sha256: 'ab'.repeat(32), extension: 'png' };
const EXPIRES = 1_800_000_000;
const link = links.make('http://gateway', picture, EXPIRES);
const path = link.replace('http://gateway', '');

describe('a link to a kept picture', () => {
  it('names the picture until it expires', () => {
    expect(links.verify(path, EXPIRES - 1)).toEqual(picture);
    expect(links.verify(path, EXPIRES)).toEqual(picture);
    expect(links.verify(path, EXPIRES + 1)).toBeUndefined();
  });

  it.each([
    ['a later end', path.replace(String(EXPIRES), String(EXPIRES + 1))],
    ['an end that is no number', path.replace(String(EXPIRES), 'never')],
    ['another picture', path.replace('abab', 'cdcd')],
    ['another type', path.replace('.png', '.webp')],
    ['a type nobody keeps', path.replace('.png', '.svg')],
    ['a cut signature', path.slice(0, -4)],
    ['no query', path.replace(/\?.*/, '')],
    ['another place', path.replace('/files/images/', '/files/others/')],
  ])('is void with %s', (_what, forged) => {
    expect(forged).not.toBe(path);
    expect(links.verify(forged, EXPIRES - 1)).toBeUndefined();
  });

  it('is void under another secret', () => {
    expect(createLinks('another secret of that length').verify(path, EXPIRES - 1)).toBeUndefined();
  });

  it('is recognised as ours whatever its address and age, for look-ups that check the owner', () => {
    expect(links.parse(link.replace('gateway', 'proxy.example:8443'))).toEqual(picture);
    for (const other of [
      'https://example.com/a.png',
      'not a url',
      `http://x/v1/files/images/${'AB'.repeat(32)}.png`,
    ]) {
      expect(links.parse(other)).toBeUndefined();
    }
  });
});
