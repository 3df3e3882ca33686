import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, seriousViolations } from './browser.ts';
import { type ConsoleSession, overflowOf, PHONE, startConsole } from './visitor.ts';

const run = promisify(execFile);

const TRACE = { 'AH-Trace-Id': 'poster-7', 'AH-Thread-Id': 'campaign' };
/** Long enough to be read in parts. */
const LONG = 'All work and no play makes a dull picture. '.repeat(1_000);

describe.skipIf(!hasBrowser())('requests and traces in the console', { timeout: 120_000 }, () => {
  let session: ConsoleSession;
  let page: Page;
  const visit = (path: string) => page.goto(`${session.gateway.url}${path}`);
  const rows = () => page.locator('tbody tr');
  beforeAll(async () => {
    session = await startConsole();
    await session.owner.patch('/settings/requests', { value: { bodies: 'full' } });
    const { post } = session.gateway;
    const drawn = { model: 'demo-image', prompt: "A kite, not a dog's", size: '300x200', n: 2 };
    await (await post('/v1/images/generations', drawn, TRACE)).arrayBuffer();
    await (await post('/v1/images/generations', { ...drawn, model: 'no-such' }, TRACE)).arrayBuffer();
    const messages = Array.from({ length: 250 }, (_, index) => ({ role: 'user', content: `word ${index}` }));
    messages.unshift({ role: 'user', content: LONG });
    const chat = { model: 'demo-chat', messages };
    await (await post('/v1/chat/completions', chat, { 'AH-Trace-Id': 'talk' })).arrayBuffer();
    page = await session.open('/requests');
  }, 180_000);
  afterAll(() => session.close());
  afterEach(() => {
    expect(session.complaints()).toEqual([]);
  });

  it('finds requests by filters that stand in the address', async () => {
    await expect.poll(() => rows().count()).toBe(3);
    await page.getByLabel('Outcome').selectOption('failed');
    await expect.poll(() => rows().count()).toBe(1);
    await page.getByText('model_not_found').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByLabel('Trace', { exact: true }).fill('talk');
    await page.keyboard.press('Enter');
    await expect.poll(() => rows().count()).toBe(1);
    expect(page.url()).toContain('traceId=talk');
    expect(await seriousViolations(page)).toEqual([]);
    await page.reload();
    await expect.poll(() => rows().count()).toBe(1);
  });

  it('follows new requests by itself until it is paused', async () => {
    await visit('/requests');
    await expect.poll(() => rows().count()).toBe(3);
    const chat = { model: 'demo-chat', messages: [{ role: 'user', content: 'Hello' }] };
    await (await session.gateway.post('/v1/chat/completions', chat)).arrayBuffer();
    await expect.poll(() => rows().count(), { timeout: 20_000 }).toBe(4);
    await page.getByRole('button', { name: 'Live' }).click();
    await page.getByRole('button', { name: 'Paused' }).waitFor();
  });

  it('tells of new requests by the stream, and lets nobody lose the line they read', async () => {
    const live = page.waitForResponse((response) => response.url().includes('/requests/live'));
    await visit('/requests');
    expect((await live).headers()['content-type']).toContain('text/event-stream');
    await page.getByText('New requests appear as they end.').waitFor();
    const before = await rows().count();
    // No list is asked for any more: what comes, comes by the stream.
    let lists = 0;
    const count = (request: { url(): string }) => {
      if (/\/requests\?|\/requests$/.test(request.url())) lists += 1;
    };
    await page.waitForLoadState('domcontentloaded');
    await page.waitForTimeout(500);
    page.on('request', count);
    const chat = { model: 'demo-chat', messages: [{ role: 'user', content: 'Hello' }] };
    const ask = async () => (await session.gateway.post('/v1/chat/completions', chat)).arrayBuffer();
    await ask();
    await expect.poll(() => rows().count()).toBe(before + 1);
    await page.evaluate("document.body.style.minHeight = '3000px'");
    await page.evaluate('scrollTo(0, 400)');
    const first = await rows().first().textContent();
    await ask();
    await ask();
    await page.getByRole('button', { name: '2 new requests' }).waitFor();
    expect(await rows().first().textContent()).toBe(first);
    expect(await rows().count()).toBe(before + 1);
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: '2 new requests' }).click();
    await expect.poll(() => rows().count()).toBe(before + 3);
    expect(await page.evaluate('scrollY')).toBe(0);
    page.off('request', count);
    expect(lists).toBe(0);
  });

  it('asks again and again where the stream cannot be had, and says so', async () => {
    await page.route('**/requests/live*', (route) => route.fulfill({ status: 503 }));
    await visit('/requests');
    await page.getByText(/^Asked anew every 4 s/).waitFor();
    const before = await rows().count();
    const chat = { model: 'demo-chat', messages: [{ role: 'user', content: 'Hello' }] };
    await (await session.gateway.post('/v1/chat/completions', chat)).arrayBuffer();
    await expect.poll(() => rows().count()).toBe(before + 1);
    await page.unroute('**/requests/live*');
    expect(session.complaints().every((text) => text.startsWith('503 '))).toBe(true);
  });

  it('shows pictures, warnings, cost and every attempt with its score', async () => {
    await visit('/requests?hasImages=true');
    await rows().locator('button').first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('region', { name: 'Pictures' }).locator('img').nth(1).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await dialog.getByRole('tab', { name: 'Attempts (1)' }).click();
    await dialog.getByRole('img', { name: /^took/ }).waitFor();
    await dialog.getByText('Score').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('reads bodies in parts: children by the hundred, long texts by the stretch', async () => {
    await visit('/requests?traceId=talk');
    await rows().locator('button').first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('tab', { name: 'Bodies' }).click();
    await dialog.getByRole('button', { name: 'messages' }).click();
    const entry = (index: number) => dialog.getByRole('button', { name: String(index), exact: true });
    await entry(99).waitFor();
    expect(await entry(100).count()).toBe(0);
    await dialog.getByRole('button', { name: 'Load more' }).click();
    await entry(199).waitFor();
    await entry(0).click();
    await dialog.getByRole('button', { name: 'content' }).first().click();
    const text = dialog.locator('pre').first();
    await text.waitFor();
    const before = ((await text.textContent()) ?? '').length;
    expect(before).toBeLessThan(LONG.length);
    await dialog.getByRole('button', { name: 'Load more' }).first().click();
    await expect.poll(async () => ((await text.textContent()) ?? '').length).toBeGreaterThan(before);
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('writes times as the region of the reader does', async () => {
    await visit('/requests?hasImages=true');
    await expect.poll(() => rows().first().textContent()).toMatch(/^\d\d\/\d\d\/\d{4}, \d\d:\d\d:\d\d/);
  });

  it('copies a request as a command that a shell can run', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await visit('/requests?hasImages=true');
    await rows().locator('button').first().click();
    await page.getByRole('button', { name: 'Send again' }).waitFor();
    const isSaid = async (): Promise<boolean> => {
      await page.getByRole('button', { name: 'Copy as cURL' }).click();
      const said = page.getByRole('button', { name: 'Copied' }).first().waitFor({ timeout: 1_500 });
      return said.then(
        () => true,
        () => false,
      );
    };
    // For a moment only: a machine that stalls may miss it once.
    await expect.poll(isSaid).toBe(true);
    const command = String(await page.evaluate('navigator.clipboard.readText()'));
    expect(command).toContain(`curl '${session.gateway.url}/v1/images/generations'`);
    expect(command).toContain(`not a dog'\\''s`);
    expect(command).not.toContain(session.gateway.key);
    const env = { PATH: process.env.PATH, AXONHUB_KEY: session.gateway.key };
    const { stdout } = await run('sh', ['-c', command], { env, maxBuffer: 2 ** 26 });
    expect(JSON.parse(stdout).data[0]).toHaveProperty('b64_json');
  });

  it('sends a request again after asking, and shows the new one', async () => {
    const before = page.url();
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByRole('dialog').last().getByRole('button', { name: 'Send again' }).click();
    await page.getByText('Sent again: answered with 200.').waitFor();
    await expect.poll(() => page.url()).not.toBe(before);
    await page.getByRole('dialog').getByRole('region', { name: 'Pictures' }).locator('img').nth(1).waitFor();
  });

  it('shows a trace as a waterfall of requests and attempts, and pins it', async () => {
    await visit('/traces');
    await page.getByRole('link', { name: 'poster-7' }).click();
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();
    await page.getByText('demo · demo-image').first().waitFor();
    await page.getByText('No channel was tried.').waitFor();
    await expect.poll(() => page.getByRole('img', { name: /^took/ }).count()).toBe(3);
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Pin', exact: true }).click();
    await page.getByRole('button', { name: 'Let go' }).waitFor();
    await page.getByRole('button', { name: 'demo-image', exact: true }).first().click();
    await page.getByRole('dialog').getByText('pinned').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'All traces' }).click();
    await page.getByRole('link', { name: 'poster-7' }).waitFor();
    await page.getByRole('combobox', { name: 'Pinned' }).selectOption('true');
    // The list of threads is there too, behind its tab.
    await expect.poll(() => page.locator('tbody tr:visible').count()).toBe(1);
    expect(page.url()).toContain('pinned');
  });

  it('finds the traces of a thread', async () => {
    await visit('/traces');
    await page.getByRole('tab', { name: 'Threads' }).click();
    await page.getByRole('link', { name: 'campaign' }).click();
    await page.getByText('Thread campaign').waitFor();
    await page.getByRole('link', { name: 'poster-7' }).waitFor();
    expect(await page.getByRole('link', { name: 'talk' }).count()).toBe(0);
  });

  it.each(['/requests', '/traces', '/traces?trace=poster-7'])(
    '%s fits a phone in the dark, without serious violations',
    async (path) => {
      const phone = await session.open(path, PHONE);
      await phone.emulateMedia({ colorScheme: 'dark' });
      await phone.locator('tbody tr, ol li').first().waitFor();
      expect(await overflowOf(phone)).toBeLessThanOrEqual(0);
      expect(await seriousViolations(phone)).toEqual([]);
      await phone.close();
    },
  );
});
