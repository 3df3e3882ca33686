import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, seriousViolations } from './browser.ts';
import { type ConsoleSession, goTo, overflowOf, PHONE, startConsole } from './visitor.ts';

let session: ConsoleSession;
let page: Page;

describe.skipIf(!hasBrowser())('entries and prices of models', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    session = await startConsole();
    page = await session.open('/');
    await goTo(page, 'Models');
  }, 180_000);
  afterAll(() => session.close());
  afterEach(() => {
    expect(session.complaints()).toEqual([]);
  });

  it('give a model a name of the house, shown where it leads before it is saved', async () => {
    await page.getByRole('tab', { name: 'Entries' }).click();
    await page.getByText('No entries').waitFor();
    await page.getByRole('button', { name: 'New entry' }).click();
    await page.getByLabel('Name', { exact: true }).fill('house-painter');
    await page.getByText('leads nowhere').waitFor();
    await page.getByRole('button', { name: 'Add a way' }).click();
    await page.getByLabel('Model', { exact: true }).fill('demo-image');
    await page.getByRole('dialog').getByText('demo → demo-image').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'house-painter', exact: true }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    const drawn = await session.gateway.post('/v1/images/generations', {
      model: 'house-painter',
      prompt: 'x',
      size: '256x256',
    });
    expect(drawn.status).toBe(200);
  });

  it('keep what was written where an entry is refused, and ask before it is lost', async () => {
    await page.getByRole('button', { name: 'New entry' }).click();
    await page.getByLabel('Name', { exact: true }).fill('house-painter');
    await page.getByLabel('Developer').fill('We');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Developer').inputValue()).toBe('We');
    session.complaints();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('delete an entry only after asking', async () => {
    await page.getByRole('button', { name: 'More for house-painter' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No entries').waitFor();
  });

  it('tell what a model costs, and let it cost something else from now on', async () => {
    await page.getByRole('tab', { name: 'Catalogue & prices' }).click();
    await page.getByLabel('Search').fill('demo-image');
    await page.getByRole('button', { name: 'demo-image' }).click();
    await page.getByText('from the catalogue').waitFor();
    await page.getByRole('button', { name: 'Set prices' }).click();
    await page.getByRole('button', { name: 'Add price' }).click();
    await page.getByLabel('What').last().selectOption('request');
    await page.getByLabel('US dollars').last().fill('0.25');
    await page.getByLabel('Source', { exact: true }).fill('our contract');
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('set here', { exact: true }).waitFor();
    await page.getByText('holds now').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    const drawn = await session.gateway.post('/v1/images/generations', {
      model: 'demo-image',
      prompt: 'x',
      size: '256x256',
    });
    expect(Number(drawn.headers.get('ah-cost'))).toBeCloseTo(0.25);
    await page.keyboard.press('Escape');
  });

  it('are of a channel alone where its contract says so', async () => {
    const made = await session.owner.post('/channels', { name: 'second', type: 'demo' });
    expect(made.status).toBe(201);
    await goTo(page, 'Channels');
    await page.getByRole('button', { name: 'second', exact: true }).click();
    await page.getByRole('tab', { name: 'Prices' }).click();
    await page.getByRole('button', { name: 'Set prices' }).click();
    await page.getByLabel('Source', { exact: true }).fill('a better contract');
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByText('holds now').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    const prices = (await session.owner.get(`/prices?channel=${made.body.id}`)).body.items;
    expect(prices).toMatchObject([{ source: 'a better contract', channelName: 'second' }]);
    await page.keyboard.press('Escape');
  });

  it('fit a phone, in the dark and in Chinese', async () => {
    const phone = await session.open('/models', { ...PHONE, colorScheme: 'dark', locale: 'zh-CN' });
    for (const name of ['条目', '目录与价格']) {
      await phone.getByRole('tab', { name }).click();
      await phone.getByRole('searchbox').waitFor();
      expect(await overflowOf(phone)).toBeLessThanOrEqual(0);
      expect(await seriousViolations(phone)).toEqual([]);
    }
    await phone.close();
  });
});
