import { expect, it } from 'vitest';
import { masked, maskedText } from './mask.ts';

const KEY = 'sk-1234567890';

async function* chunks(text: string, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size));
}

const read = async (text: string, size: number, secrets: readonly string[]): Promise<string> =>
  Buffer.concat(await Array.fromAsync(masked(chunks(text, size), secrets))).toString();

it('takes secrets out of text, however it is cut into chunks', async () => {
  const text = `${KEY} is not ${KEY.slice(0, 9)}; ${KEY}${KEY} nor the other one: ark-secret-2${KEY.slice(0, 12)}`;
  const clean = maskedText(text, [KEY, 'ark-secret-2']);
  expect(clean).toBe('[key] is not sk-123456; [key][key] nor the other one: [key]sk-123456789');
  for (let size = 1; size < 30; size += 1) expect(await read(text, size, [KEY, 'ark-secret-2'])).toBe(clean);
});

it('leaves text alone where there is nothing to hide', async () => {
  expect(await read('What a text', 3, [])).toBe('What a text');
  expect(await read('a word that is also a key', 3, ['also'])).toBe('a word that is also a key');
});
