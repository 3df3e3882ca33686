import { execFileSync } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { setUpOwner } from '../admin/admin-client.ts';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { hasBrowser, launchBrowser, seriousViolations } from './browser.ts';
import { goTo, openPage, overflowOf, PHONE, signIn } from './visitor.ts';

let browser: Browser;
let gateway: TestGateway;
let page: Page;
const complaints: string[] = [];

describe.skipIf(!hasBrowser())('the pages of models and routing', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    execFileSync(process.execPath, ['scripts/build-console.ts'], { stdio: 'ignore' });
    browser = await launchBrowser();
    gateway = await startGateway({
      channels: [
        { name: 'first', type: 'demo', priority: 1 },
        { name: 'second', type: 'demo', priority: 2 },
        { name: 'words', type: 'demo', models: ['demo-chat'] },
      ],
    });
    const owner = await setUpOwner(gateway.url);
    const rules = {
      profiles: [
        {
          name: 'house',
          mappings: [{ from: 'house-painter', to: 'demo-image' }],
          allowedChannels: ['second'],
        },
      ],
      activeProfile: 'house',
    };
    await owner.post('/projects/default/keys', { name: 'Painters', rules });
    page = await openPage(browser, complaints);
    await signIn(page, gateway.url);
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await gateway.close();
  });
  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });

  it('list what can be called, found by name and by what it does', async () => {
    await goTo(page, 'Models');
    await page.getByText('demo-image').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByLabel('Kind').selectOption('talks');
    await page.getByText('demo-image').waitFor({ state: 'detached' });
    await page.getByText('demo-chat').waitFor();
    await page.getByLabel('Search').fill('nothing such');
    await page.getByText('No model fits').waitFor();
    await page.getByLabel('Search').fill('');
    await page.getByLabel('Kind').selectOption('all');
  });

  it('tell what a model does with every parameter', async () => {
    await page.getByRole('button', { name: 'demo-image' }).click();
    await page.getByRole('row', { name: /output_format native png, jpeg, webp/ }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('lead to where requests for a model go, and why not elsewhere', async () => {
    await page.getByRole('link', { name: 'Route of demo-image' }).click();
    const places = page.getByRole('listitem').filter({ hasText: 'priority' });
    await places.nth(1).waitFor();
    expect(await places.count()).toBe(2);
    await places.nth(0).getByText('first', { exact: true }).waitFor();
    await page.getByText('Its list of models does not name this one.').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('go by the profile of a key', async () => {
    await page.getByLabel('Model').fill('house-painter');
    await page.getByLabel('Key').selectOption('Painters');
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByText('by the profile of the key').waitFor();
    await page.getByText('1 place, and where the request goes').waitFor();
    await page.getByText('This key may not use the channel.').first().waitFor();
  });

  it('say so where no channel serves the model', async () => {
    await page.getByLabel('Model').fill('unheard-of');
    await page.getByLabel('Key').selectOption('');
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByRole('status').getByText('unheard-of').waitFor();
  });

  it('fit a phone, in the dark and in Chinese', async () => {
    const phone = await openPage(browser, complaints, { ...PHONE, colorScheme: 'dark', locale: 'zh-CN' });
    await signIn(phone, gateway.url);
    for (const path of ['/models', '/routing?model=demo-image']) {
      await phone.goto(`${gateway.url}${path}`);
      await phone.getByText('demo').first().waitFor();
      expect(await overflowOf(phone)).toBeLessThanOrEqual(0);
      expect(await seriousViolations(phone)).toEqual([]);
    }
    await phone.close();
  });
});
