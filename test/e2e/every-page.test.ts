import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, seriousViolations } from './browser.ts';
import { type ConsoleSession, overflowOf, PHONE, startConsole } from './visitor.ts';

/** Reached from other pages only. */
const BESIDE = ['/account', '/nowhere'];
/** What a missing translation looks like: `requests:filter.all`, `filter.all`. */
const RAW_WORDS = /\b[a-z][A-Za-z]+:[a-z]\w*(?:\.\w+)+|(?:^|\s)[a-z][A-Za-z]+(?:\.[a-z][A-Za-z]+)+(?:\s|$)/;
/** Names of files, members and models look alike. */
const NO_WORDS = /axonhub\.\w+|\w+\.(?:yml|json|com)|example|reasoning\.effort/;

const WAYS = {
  'at a desk': {},
  'on a phone, in the dark and in Chinese': { ...PHONE, colorScheme: 'dark', locale: 'zh-CN' },
} as const;

describe.skipIf(!hasBrowser())('every page of the console', { timeout: 240_000 }, () => {
  let session: ConsoleSession;
  beforeAll(async () => {
    session = await startConsole();
    await session.gateway.post('/v1/images/generations', {
      model: 'demo-image',
      prompt: 'kite',
      size: '64x64',
    });
    await session.gateway.post('/v1/chat/completions', {
      ...{ model: 'demo-chat', messages: [{ role: 'user', content: 'Hello' }] },
    });
  }, 180_000);
  afterAll(() => session.close());
  afterEach(() => {
    expect(session.complaints()).toEqual([]);
  });

  const pathsIn = async (page: Page): Promise<string[]> => {
    const links = page.locator('nav a[href^="/"]');
    const found = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    return [...new Set([...found, ...BESIDE])];
  };

  it.each(Object.entries(WAYS))(
    '%s: readable for everybody, no wider than its window, and in words',
    async (_, way) => {
      const page = await session.open('/studio');
      const paths = await pathsIn(page);
      await page.close();
      expect(paths.length).toBeGreaterThan(18);
      const visitor = await session.open('/studio', way);
      const wrong: string[] = [];
      for (const path of paths) {
        await visitor.goto(`${session.gateway.url}${path}`);
        await visitor.locator('main h1').first().waitFor();
        await visitor.waitForLoadState('load');
        await expect.poll(() => visitor.locator('main div.animate-pulse').count(), { message: path }).toBe(0);
        // biome-ignore lint/performance/useDomNodeTextContent: words of neighbours must not run into each other
        const text = await visitor.locator('main').innerText();
        const raw = RAW_WORDS.exec(text.replaceAll(new RegExp(NO_WORDS, 'g'), ''));
        if (raw) wrong.push(`${path}: ${raw[0]}`);
        if ((await overflowOf(visitor)) > 0) wrong.push(`${path}: wider than its window`);
        for (const violation of await seriousViolations(visitor)) wrong.push(`${path}: ${violation}`);
      }
      expect(wrong).toEqual([]);
      await visitor.close();
    },
  );
});
