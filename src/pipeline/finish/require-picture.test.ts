import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../contract/response.ts';
import { requirePicture } from './require-picture.ts';

const says = (text: string): StreamEvent => ({ type: 'text-delta', index: 0, text });
const picture: StreamEvent = {
  type: 'media-end',
  index: 1,
  part: { type: 'media', media: { from: 'url', url: 'http://x' } },
};
const end: StreamEvent = { type: 'response-end', finish: 'stop' };

async function checked(pictureRequired: boolean, ...given: readonly StreamEvent[]) {
  async function* events() {
    yield given;
  }
  return (await Array.fromAsync(requirePicture({ pictureRequired }, events()))).flat();
}

describe('an answer that must hold a picture', () => {
  it('passes with one', async () => {
    expect(await checked(true, says('Here.'), picture, end)).toHaveLength(3);
  });

  it('fails without one, with the words that came instead', async () => {
    await expect(checked(true, says('I would '), says('rather not.'), end)).rejects.toMatchObject({
      code: 'no_image',
      message: 'The model returned no picture. It said: I would rather not.',
    });
    await expect(checked(true, end)).rejects.toThrow('The model returned no picture.');
  });

  it('may be words where the model was free to choose', async () => {
    expect(await checked(false, says('Hello.'), end)).toHaveLength(2);
  });
});
