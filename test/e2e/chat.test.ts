import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startCompatible } from '../upstreams/compatible.ts';
import { PROFILES, type Profile } from '../upstreams/compatible-profiles.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { hasBrowser, seriousViolations } from './browser.ts';
import { type ConsoleSession, goTo, overflowOf, PHONE, startConsole } from './visitor.ts';

let session: ConsoleSession;
let upstream: Fake;
/** Shows its thinking. */
let thinker: Fake;
let page: Page;

const choose = (model: string, on: boolean) =>
  page.getByRole('group', { name: 'Models' }).getByRole('checkbox', { name: model }).setChecked(on);
async function say(text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.keyboard.press('Enter');
}
/** What the upstream was asked last, as it read it. */
const asked = () => JSON.parse(String(upstream.calls.at(-1)?.body));

describe.skipIf(!hasBrowser())('the chat', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    upstream = await startOpenAi();
    thinker = await startCompatible(PROFILES.deepseek as Profile);
    session = await startConsole({
      channels: [
        { name: 'demo', type: 'demo' },
        {
          name: 'thinker',
          type: 'deepseek',
          base_url: thinker.url,
          api_key: 'sk-compatible-test',
          models: ['deepseek-v4-pro'],
        },
        {
          name: 'work',
          type: 'openai',
          base_url: `${upstream.url}/v1`,
          api_key: 'sk-test',
          models: ['gpt-5-mini'],
        },
      ],
    });
    page = await session.open('/');
    await goTo(page, 'Chat');
  }, 180_000);
  afterAll(async () => {
    await session.close();
    await upstream.close();
    await thinker.close();
  });
  afterEach(() => {
    expect(session.complaints()).toEqual([]);
  });

  it('puts the answers of several models side by side, with tokens and cost', async () => {
    await choose('demo-chat', true);
    await choose('gpt-5-mini', true);
    await page.getByLabel('System prompt').fill('Be brief.');
    await say('What is a kite?');
    await page.getByText('You said: “What is a kite?”').waitFor();
    await page.getByText('Hello to you.').waitFor();
    await page
      .getByText(/\d+ in, \d+ out/)
      .nth(1)
      .waitFor();
    // What passes as it is does not say what it cost: the log does.
    await page.getByText(/^\$0\.0*[1-9]/).waitFor();
    expect(asked().messages[0]).toEqual({ role: 'system', content: 'Be brief.' });
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('shows which function a model wants to call, and lets it go on with the result', async () => {
    await choose('demo-chat', false);
    await page.getByRole('button', { name: 'Add function' }).click();
    await say('What is the weather in Rome?');
    await page.getByText('Wants to call get_weather').waitFor();
    await page.getByLabel('What get_weather comes to').fill('Rain');
    await page.getByRole('button', { name: 'Go on with this' }).click();
    await page.getByText('The tools said: Rain.').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('shows what a model thought, and gives it back with the next question', async () => {
    await choose('gpt-5-mini', false);
    await choose('deepseek-v4-pro', true);
    await page.getByRole('button', { name: 'Remove the function get_weather' }).click();
    await say('Think of a kite');
    await page.getByText('Thinking', { exact: true }).click();
    await page.getByText('I think so.').waitFor();
    await say('And of another one');
    await expect
      .poll(() => page.locator('[data-state=done]').filter({ hasText: 'deepseek' }).count())
      .toBe(2);
    expect(thinker.calls.at(-1)?.json).toMatchObject({
      messages: [{}, {}, { role: 'assistant', reasoning_content: 'I think so.' }, {}],
    });
    expect(await seriousViolations(page)).toEqual([]);
    await choose('deepseek-v4-pro', false);
    await choose('gpt-5-mini', true);
    await page.getByRole('button', { name: 'Add function' }).click();
  });

  it('does not let a function through whose parameters are no JSON', async () => {
    await page.getByLabel('Parameters, JSON Schema').fill('{');
    await page.getByText('This is no JSON.').waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('Hello');
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Remove the function get_weather' }).click();
    await page.getByRole('textbox', { name: 'Message' }).fill('');
  });

  it('shows pictures to the model, and the pictures that it draws', async () => {
    const picture = { name: 'kite.png', mimeType: 'image/png', buffer: await page.screenshot() };
    await page.locator('input[type=file]').setInputFiles(picture);
    await page.getByRole('img', { name: 'Picture 1' }).waitFor();
    await say('What do you see?');
    await page.getByText('I see 1 pictures: 1440x900.').waitFor();
    await choose('gpt-5-mini', false);
    await choose('demo-chat', true);
    await page.getByRole('checkbox', { name: 'May draw' }).check();
    await say('Draw a kite');
    await page.getByRole('img', { name: 'Picture 1 of the answer' }).waitFor();
  });

  it('is shown as a program', async () => {
    await page.getByRole('button', { name: 'Show code' }).click();
    const code = page.getByRole('dialog', { name: 'Code' });
    await code.getByLabel('Language').selectOption('python');
    await code.getByText('"content": "Be brief."').waitFor();
    for (const [format, system] of [
      ['responses', '"instructions": "Be brief."'],
      ['anthropic', '"system": "Be brief."'],
      ['gemini', '"systemInstruction"'],
    ] as const) {
      await code.getByLabel('Format').selectOption(format);
      await code.getByText(system).waitFor();
    }
    // Pictures are files, not megabytes of text.
    await code.getByRole('link', { name: 'picture-1.png' }).waitFor();
    expect((await code.locator('pre').textContent())?.length).toBeLessThan(10_000);
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('says in words why an answer failed, and asks again', async () => {
    await say('Something forbidden');
    await page.locator('[data-refused]').getByText('contains the word "forbidden"').waitFor();
    session.complaints();
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.getByText('contains the word "forbidden"').waitFor();
    session.complaints();
    await page.getByRole('button', { name: 'Start anew' }).click();
    await page.getByText('Nothing said yet').waitFor();
  });

  it('stops when it is told to, and keeps what was said', async () => {
    await page.getByRole('checkbox', { name: 'May draw' }).uncheck();
    await say(Array.from({ length: 400 }, (_, at) => `word${at}`).join(' '));
    await page.getByText(/You said/).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped', { exact: true }).waitFor();
    expect(await page.getByText('word399').count()).toBe(1);
  });

  it('fits a phone, in the dark and in Chinese', async () => {
    const phone = await session.open('/chat', { ...PHONE, colorScheme: 'dark', locale: 'zh-CN' });
    await phone.getByRole('textbox', { name: '消息' }).fill('你好');
    await phone.keyboard.press('Enter');
    await phone.getByText(/You said/).waitFor();
    expect(await overflowOf(phone)).toBeLessThanOrEqual(0);
    expect(await seriousViolations(phone)).toEqual([]);
    await phone.close();
  });
});
