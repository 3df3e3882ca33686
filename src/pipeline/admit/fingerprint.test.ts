import { expect, it } from 'vitest';
import type { FormEntry } from '../../contract/dialect.ts';
import { BytesPayload } from '../../contract/payload.ts';
import { Fingerprint, withoutKey } from './fingerprint.ts';

const json = (url: string, ...chunks: string[]) => {
  const fingerprint = new Fingerprint();
  for (const chunk of chunks) fingerprint.take(Buffer.from(chunk));
  return fingerprint.of(url, { kind: 'json', tree: null });
};
const form = (...entries: FormEntry[]) => new Fingerprint().of('/a', { kind: 'form', entries });
const file = (text: string, more: object = {}): FormEntry => ({
  name: 'image',
  payload: new BytesPayload(Buffer.from(text)),
  fileName: 'a.png',
  ...more,
});

it('depends on a body’s bytes, not on how they came', async () => {
  const whole = await json('/a', '{"model":"m"}');
  expect(whole).toMatch(/^[0-9a-f]{64}$/);
  expect(await json('/a', '{"mod', 'el":', '"m"}')).toBe(whole);
  expect(await json('/a', '{"model": "m"}')).not.toBe(whole);
  expect(await json('/b', '{"model":"m"}')).not.toBe(whole);
  expect(await json('/a?alt=sse', '{"model":"m"}')).not.toBe(whole);
  expect(await json('/a?key=ah-secret', '{"model":"m"}')).toBe(whole);
});

it('depends on every part of a form', async () => {
  const one = await form({ name: 'prompt', value: 'A kite' }, file('x'));
  expect(await form({ name: 'prompt', value: 'A kite' }, file('x'))).toBe(one);
  const others = [
    form({ name: 'prompt', value: 'A cat' }, file('x')),
    form({ name: 'prompt', value: 'A kite' }, file('y')),
    form({ name: 'prompt', value: 'A kite' }, file('x', { fileName: 'b.png' })),
    form({ name: 'prompt', value: 'A kite' }, file('x', { mediaType: 'image/png' })),
    form(file('x'), { name: 'prompt', value: 'A kite' }),
    form({ name: 'prompt', value: 'A kite' }),
  ];
  expect(new Set([one, ...(await Promise.all(others))]).size).toBe(7);
});

it('never keeps the key that may stand in an address', () => {
  expect(withoutKey('/v1?key=ah-1&alt=sse&KEY=2')).toBe('/v1?alt=sse');
  expect(withoutKey('/v1?key=ah-1')).toBe('/v1');
});
