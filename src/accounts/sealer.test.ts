import { describe, expect, it } from 'vitest';
import { createSealer, SealError } from './sealer.ts';

const SECRET = 'a secret of the tests';
const OTHER = 'another secret of them';
const place = { purpose: 'channel-credential', owner: 'cr_1' };
const key = 'sk-proj-ä🎨 with\nlines';

describe('a sealer', () => {
  it('opens what it sealed, to the letter', () => {
    const sealer = createSealer(SECRET);
    for (const text of [key, '', 'x'.repeat(20_000)]) {
      expect(sealer.open(sealer.seal(text, place), place)).toBe(text);
    }
  });

  it('shows nothing of the text, and never seals twice alike', () => {
    const sealer = createSealer(SECRET);
    const [one, two] = [sealer.seal(key, place), sealer.seal(key, place)];
    expect(one).not.toBe(two);
    expect(Buffer.from(one.split('.').at(-1) ?? '', 'base64url').includes('sk-proj')).toBe(false);
  });

  it.each([
    ['another owner', { ...place, owner: 'cr_2' }],
    ['another purpose', { ...place, purpose: 'setting' }],
    ['a place whose names run together the same', { purpose: 'channel', owner: '-credentialcr_1' }],
  ])('does not open for %s', (_what, elsewhere) => {
    const sealer = createSealer(SECRET);
    expect(() => sealer.open(sealer.seal(key, place), elsewhere)).toThrow(SealError);
  });

  it('does not open what was changed, wherever', () => {
    const sealer = createSealer(SECRET);
    const sealed = sealer.seal(key, place);
    const [version, id, nonce, data = ''] = sealed.split('.');
    for (let index = 0; index < data.length; index += 1) {
      const letter = data[index] === 'A' ? 'B' : 'A';
      const changed = [version, id, nonce, data.slice(0, index) + letter + data.slice(index + 1)].join('.');
      // The last letter's low bits may stand for no bits of the data.
      if (Buffer.from(changed.split('.')[3] ?? '', 'base64url').equals(Buffer.from(data, 'base64url')))
        continue;
      expect(() => sealer.open(changed, place)).toThrow(SealError);
    }
    for (const broken of ['', 'v1', `${version}.${id}.${nonce}.AAAA`, sealed.replace('v1', 'v2')]) {
      expect(() => sealer.open(broken, place)).toThrow(SealError);
    }
  });

  it('asks again for secrets that it does not know, which may have come since', () => {
    const known: string[] = [];
    const sealer = createSealer(OTHER, () => known);
    const sealed = createSealer(SECRET).seal(key, place);
    expect(() => sealer.open(sealed, place)).toThrow(SealError);
    known.push(SECRET);
    expect(sealer.open(sealed, place)).toBe(key);
  });

  it('says which secret is missing, and opens once it is given beside the new one', () => {
    const sealed = createSealer(SECRET).seal(key, place);
    expect(() => createSealer(OTHER).open(sealed, place)).toThrow(/another secret \([0-9a-f]{12}\)/);
    const rotating = createSealer(OTHER, () => [SECRET]);
    expect(rotating.open(sealed, place)).toBe(key);
    expect(rotating.isCurrent(sealed)).toBe(false);
    expect(rotating.isCurrent(rotating.seal(key, place))).toBe(true);
  });
});
