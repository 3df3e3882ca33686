import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser } from './browser.ts';
import { type ConsoleSession, startConsole } from './visitor.ts';

const MESSAGES = 64_000;
const LONG = 'All work and no play makes a dull picture. '.repeat(200_000);

/** Wide enough for a machine that does other things too; what it comes to alone stands in docs/observability.md. */
const MOST = { firstPaintMs: 5_000, longestTaskMs: 1_000, heapBytes: 60_000_000 };

interface Figures {
  readonly paintMs: number;
  readonly tasks: readonly number[];
}

describe.skipIf(!hasBrowser())('a body of 20 MB in the console', { timeout: 180_000 }, () => {
  let session: ConsoleSession;
  let page: Page;
  let devtools: CDPSession;
  beforeAll(async () => {
    session = await startConsole();
    await session.owner.patch('/settings/requests', { value: { bodies: 'full' } });
    const messages: object[] = Array.from({ length: MESSAGES }, (_, index) => ({
      role: 'user',
      content: `${index} ${'word '.repeat(30)}`,
    }));
    messages.unshift({ role: 'user', content: LONG });
    const body = { model: 'demo-chat', messages };
    expect(JSON.stringify(body).length).toBeGreaterThan(20_000_000);
    const reply = await session.gateway.post('/v1/chat/completions', body, { 'AH-Trace-Id': 'large' });
    expect(reply.status).toBe(200);
    await reply.arrayBuffer();
    page = await session.open('/requests?traceId=large');
    devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
  }, 180_000);
  afterAll(() => session.close());

  const heap = async (): Promise<number> => {
    await devtools.send('HeapProfiler.collectGarbage');
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0;
  };

  // A machine that stands still for a moment makes a task long, but not every time.
  it('opens in parts: soon, without long tasks, and without taking memory', { retry: 2 }, async () => {
    await page.reload();
    await page.locator('tbody tr button').first().click();
    const dialog = page.getByRole('dialog');
    const before = await heap();
    await page.evaluate(`window.tasks = [];
      new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration)))
        .observe({ type: 'longtask' })`);
    const began = performance.now();
    await dialog.getByRole('tab', { name: 'Bodies' }).click();
    await dialog.getByRole('button', { name: 'messages' }).waitFor();
    const paintMs = performance.now() - began;
    await dialog.getByRole('button', { name: 'messages' }).click();
    const entry = (index: number) => dialog.getByRole('button', { name: String(index), exact: true });
    await entry(99).waitFor();
    const childrenMs = performance.now() - began - paintMs;
    expect(await entry(100).count()).toBe(0);
    await entry(0).click();
    await dialog
      .getByText(/All work and no play/)
      .first()
      .waitFor();
    const shown = await dialog.evaluate(
      (element) => (element as unknown as { textContent: string }).textContent.length,
    );
    const figures: Figures = { paintMs, tasks: (await page.evaluate('window.tasks')) as number[] };
    const longest = Math.max(0, ...figures.tasks);
    const grown = (await heap()) - before;
    console.log(
      `first paint ${paintMs.toFixed(0)} ms, a hundred of ${MESSAGES} children ${childrenMs.toFixed(0)} ms, ` +
        `${figures.tasks.length} long tasks, longest ${longest} ms, heap +${(grown / 1e6).toFixed(1)} MB, ${shown} characters shown`,
    );
    expect(shown).toBeLessThan(200_000);
    expect(paintMs).toBeLessThan(MOST.firstPaintMs);
    expect(longest).toBeLessThan(MOST.longestTaskMs);
    expect(grown).toBeLessThan(MOST.heapBytes);
    expect(session.complaints()).toEqual([]);
  });
});
