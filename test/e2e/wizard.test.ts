import { execFileSync } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { hasBrowser, launchBrowser, seriousViolations } from './browser.ts';
import { openPage, overflowOf, PHONE, staysHere } from './visitor.ts';

let browser: Browser;
const complaints: string[] = [];
/** Looks like one of OpenAI's. */
const PROVIDER_KEY = 'sk-proj-0123456789';

async function makeAccount(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/`);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Connect a provider' }).waitFor();
}

describe.skipIf(!hasBrowser())('the first run', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    execFileSync(process.execPath, ['scripts/build-console.ts'], { stdio: 'ignore' });
    browser = await launchBrowser();
  }, 180_000);
  afterAll(() => browser.close());
  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });

  it('leads from nothing to a picture of the demo in less than a minute, on a phone too', async () => {
    const gateway = await startGateway();
    const page = await openPage(browser, complaints, PHONE);
    const start = Date.now();
    await makeAccount(page, gateway.url);
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Stay with the demo' }).click();
    await page.getByRole('button', { name: 'Make the key' }).click();
    const key = (await page.getByTestId('new-key').textContent()) ?? '';
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Make a picture' }).click();
    await page.getByRole('button', { name: 'Draw' }).click();
    await page.locator('img[data-kind=picture]').waitFor();
    expect(Date.now() - start).toBeLessThan(60_000);
    expect(await seriousViolations(page)).toEqual([]);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    const models = await fetch(`${gateway.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
    expect(models.status).toBe(200);
    await page.getByRole('link', { name: 'Open the image studio' }).click();
    await page.getByRole('heading', { name: 'Image studio' }).waitFor();
    await page.close();
    await gateway.close();
  });

  describe('with a key of a provider', () => {
    let gateway: TestGateway;
    let upstream: Fake;
    let page: Page;
    beforeAll(async () => {
      upstream = await startOpenAi({ keys: [PROVIDER_KEY] });
      gateway = await startGateway();
      page = await openPage(browser, complaints);
      await staysHere(page);
    });
    afterAll(async () => {
      await page.close();
      await gateway.close();
      await upstream.close();
    });

    it('refuses a password that is too short and keeps what was written', async () => {
      await page.goto(`${gateway.url}/`);
      await page.getByLabel('Your name').fill('Ada');
      await page.getByLabel('E-mail').fill('ada@example.com');
      await page.getByLabel('Password').fill('short');
      await page.getByRole('button', { name: 'Create account' }).click();
      await page.getByText('must have at least 10 characters').waitFor();
      expect(await page.getByLabel('E-mail').inputValue()).toBe('ada@example.com');
      complaints.length = 0;
    });

    it('tells the provider by the key, fetches its models and shows a picture of it', async () => {
      await makeAccount(page, gateway.url);
      const key = page.getByLabel('Key of the provider');
      await key.fill(PROVIDER_KEY);
      await key.blur();
      await page.getByText('Told by the key.').waitFor();
      await page.getByLabel('Base URL').fill(upstream.url);
      await page.getByLabel('Base URL').blur();
      await page.getByText(/The provider answers with \d+ models/).waitFor();
      await page.getByLabel('Model to try').fill('gpt-image-2');
      await page.getByLabel('Ask for').selectOption('image');
      await page.getByRole('button', { name: 'Test' }).click();
      await page.getByText('It works').waitFor();
      await page.getByRole('img', { name: 'Picture of the test' }).waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Add channel' }).click();
      await page.getByRole('heading', { name: 'A key for your programs' }).waitFor();
    });

    it('is where it was after a reload, and shows what is there already', async () => {
      await page.reload();
      await page.getByRole('heading', { name: 'A key for your programs' }).waitFor();
      await page.getByRole('button', { name: 'Back' }).click();
      await page.getByText('These channels are there already:').waitFor();
      await page.getByRole('button', { name: 'Go on with these' }).click();
      await page.getByRole('button', { name: 'Later' }).click();
      await page.getByLabel('Model', { exact: true }).selectOption('gpt-image-2');
      await page.getByRole('button', { name: 'Draw' }).click();
      await page.locator('img[data-kind=picture]').waitFor();
    });
  });
});
