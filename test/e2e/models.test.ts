import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, seriousViolations } from './browser.ts';
import { type ConsoleSession, goTo, overflowOf, PHONE, startConsole } from './visitor.ts';

let session: ConsoleSession;
let page: Page;

describe.skipIf(!hasBrowser())('the pages of models and routing', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    session = await startConsole({
      channels: [
        { name: 'first', type: 'demo', priority: 1 },
        { name: 'second', type: 'demo', priority: 2 },
        { name: 'words', type: 'demo', models: ['demo-chat'] },
      ],
    });
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
    await session.owner.post('/projects/default/keys', { name: 'Painters', rules });
    page = await session.open('/');
  }, 180_000);
  afterAll(() => session.close());
  afterEach(() => {
    expect(session.complaints()).toEqual([]);
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
    const phone = await session.open('/', { ...PHONE, colorScheme: 'dark', locale: 'zh-CN' });
    for (const path of ['/models', '/routing?model=demo-image']) {
      await phone.goto(`${session.gateway.url}${path}`);
      await phone.getByText('demo').first().waitFor();
      expect(await overflowOf(phone)).toBeLessThanOrEqual(0);
      expect(await seriousViolations(phone)).toEqual([]);
    }
    await phone.close();
  });
});
