import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const request = { model: 'gpt-5-mini', messages: [{ role: 'user', content: 'Write a book' }] };

describe('a whole answer in the client’s own format', () => {
  it.each([
    ['small', 10],
    ['a few pieces that stay in memory', 40_000],
    ['larger than what stays in memory', 400_000],
  ])('passes byte for byte, unknown members and all, when it is %s', async (_size, words) => {
    const json = {
      ...{
        id: 'chatcmpl-1',
        object: 'chat.completion',
        created: 1,
        model: 'gpt-5-mini',
        novelty: { a: [1.0] },
      },
      choices: [
        { index: 0, message: { role: 'assistant', content: 'word '.repeat(words) }, finish_reason: 'stop' },
      ],
      usage: { prompt_tokens: 3, completion_tokens: words, total_tokens: words + 3 },
    };
    house.fakes.openai.next({ json });
    const { status, text } = await house.ask('/v1/chat/completions', request);
    expect(status).toBe(200);
    expect(text).toBe(JSON.stringify(json));
  });
});
