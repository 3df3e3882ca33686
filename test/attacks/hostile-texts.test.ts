import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AttackedHouse, openAttackedHouse, ROUTES } from './attacked-house.ts';

let house: AttackedHouse;
beforeAll(async () => {
  house = await openAttackedHouse();
});
afterAll(() => house.close());

const SIZE = 200_000;
const fill = (piece: string): string => piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE);

/** Texts that make careless regular expressions look at everything again from everywhere. */
const TEXTS: { readonly [what: string]: string } = {
  'openings of pictures in markdown': `;base64,${fill('![')}`,
  'pictures in markdown that never end': fill('![](data:image/png;base64,'),
  'links without pictures': `;base64,${fill('](')}`,
  'a picture in markdown with much before it': `${fill('] ')}![a](data:image/png;base64,${'A'.repeat(20_000)})`,
  'data URLs': fill('data:image/png;base64,'),
  blanks: `data:image/png;base64,${fill(' ')}`,
  sessions: fill('_session_'),
  underscores: `${fill('_')}x`,
  dots: fill('.a?'),
  'think tags': fill('<think>'),
  slashes: `${fill('/')}x`,
  digits: `${fill('1')}x`,
};

const MOST_CPU_MS = 700;

describe.each(Object.keys(TEXTS))('200 KB of %s', (what) => {
  const text = JSON.stringify(TEXTS[what]);
  const user = (content: string) => `"messages":[{"role":"user","content":${content}}]`;
  it.each([
    ['a prompt', ROUTES.chat, `{"model":"demo-chat",${user(text)}}`],
    ['a prompt to an upstream', ROUTES.messages, `{"model":"gpt-5-mini","max_tokens":9,${user(text)}}`],
    [
      'an answer of before',
      ROUTES.chat,
      `{"model":"demo-chat","messages":[{"role":"assistant","content":${text}},{"role":"user","content":"x"}]}`,
    ],
    [
      'a picture',
      ROUTES.chat,
      `{"model":"demo-chat",${user(`[{"type":"image_url","image_url":{"url":${text}}}]`)}}`,
    ],
    ['a model', ROUTES.chat, `{"model":${text},${user('"x"')}}`],
    ['a size', ROUTES.images, `{"model":"demo-image","prompt":"x","size":${text}}`],
    ['a ratio', ROUTES.images, `{"model":"demo-image","prompt":"x","aspect_ratio":${text}}`],
    [
      'a user',
      ROUTES.messages,
      `{"model":"demo-chat","max_tokens":9,${user('"x"')},"metadata":{"user_id":${text}}}`,
    ],
    [
      'a name of a tool',
      ROUTES.chat,
      `{"model":"demo-chat",${user('"x"')},"tools":[{"type":"function","function":{"name":${text}}}]}`,
    ],
    [
      'a namespace',
      ROUTES.responses,
      `{"model":"demo-chat","input":[{"role":"user","content":"x"},{"type":"function_call","call_id":"c","name":"f","namespace":${text},"arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"x"}]}`,
    ],
    [
      'a file',
      ROUTES.responses,
      `{"model":"demo-chat","input":[{"role":"user","content":[{"type":"input_file","file_url":${text}},{"type":"input_file","filename":${text},"file_data":"AAAA"}]}]}`,
    ],
    ['a name of a parameter', ROUTES.images, `{"model":"demo-image","prompt":"x",${text}:1}`],
  ])('as %s takes time in proportion', async (_as, path, body) => {
    const { status, cpuMs } = await house.sendTimed(MOST_CPU_MS, path, body);
    expect(status).toBeLessThan(500);
    expect(cpuMs).toBeLessThan(MOST_CPU_MS);
  });
});
