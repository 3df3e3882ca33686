import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, seriousViolations } from './browser.ts';
import { type ConsoleSession, overflowOf, PHONE, startConsole } from './visitor.ts';

const AXE_PAGES = ['/audit', '/usage'];

/** Audit log and usage. */
describe.skipIf(!hasBrowser())('what happened, in the console', { timeout: 120_000 }, () => {
  let session: ConsoleSession;
  let page: Page;
  const visit = (path: string) => page.goto(`${session.gateway.url}${path}`);
  beforeAll(async () => {
    session = await startConsole();
    for (const prompt of ['A red kite', 'A lighthouse']) {
      await session.gateway.post('/v1/images/generations', { model: 'demo-image', prompt, size: '256x256' });
    }
    await session.owner.post('/projects', { name: 'Design studio' });
    await session.owner.post('/projects', { name: '' });
    page = await session.open('/audit');
  }, 180_000);
  afterAll(() => session.close());
  afterEach(() => {
    expect(session.complaints()).toEqual([]);
  });

  it('tells who changed what, in detail, and finds what was refused', async () => {
    await page.getByText('Project made').first().waitFor();
    await page.getByLabel('Outcome').selectOption('refused');
    const rows = page.locator('tbody tr');
    await expect.poll(() => rows.count()).toBe(1);
    await rows.locator('button').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Names of what was sent are kept').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Only this action' }).click();
    await page.getByLabel('Outcome').selectOption('done');
    await expect.poll(() => rows.count()).toBe(1);
    expect(page.url()).toContain('action=createProject');
    await page.reload();
    await expect.poll(() => rows.count()).toBe(1);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect.poll(() => rows.count()).toBeGreaterThan(2);
  });

  it('says so when no change matches', async () => {
    await visit('/audit?action=noSuchAction');
    await page.getByText('Nothing found').waitFor();
  });

  it('slices usage by two dimensions and exports what is shown', async () => {
    await visit('/usage');
    await page.getByRole('heading', { name: 'Cost by Model' }).waitFor();
    await page.getByLabel('Measure').selectOption('images');
    await page.getByLabel('Then by').selectOption('channel');
    const row = page.locator('tbody tr', { hasText: 'demo-image' }).first();
    await row.getByText('demo', { exact: true }).waitFor();
    expect(await row.textContent()).toContain('100.0 %');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export CSV' }).click(),
    ]);
    const chunks = await (await download.createReadStream()).toArray();
    const [head, first] = Buffer.concat(chunks).toString().split(/\r?\n/);
    expect(head).toMatch(/^time,model,channel,/);
    expect(first).toContain('demo-image,demo,2');
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('shows all projects to whoever may see them all, and days of another time zone', async () => {
    await visit('/usage?where=all&by=project');
    await page.locator('tbody').getByText('Default', { exact: true }).waitFor();
    await page.getByLabel('Time zone').fill('Asia/Shanghai');
    await expect.poll(() => page.url()).toContain('zone=Asia');
    const csv = page.getByRole('link', { name: 'Export CSV' });
    await expect.poll(() => csv.getAttribute('href')).toMatch(/^\/admin\/usage\/csv\?.*timeZone=Asia/);
  });

  it('says so when nothing was used', async () => {
    await visit('/usage?model=no-such-model');
    await page.getByText('Nothing was used').waitFor();
  });

  it.each(AXE_PAGES)('%s fits a phone in the dark, without serious violations', async (path) => {
    const phone = await session.open(path, PHONE);
    await phone.emulateMedia({ colorScheme: 'dark' });
    await phone.locator('tbody tr').first().waitFor();
    expect(await overflowOf(phone)).toBeLessThanOrEqual(0);
    expect(await seriousViolations(phone)).toEqual([]);
    await phone.close();
  });
});
