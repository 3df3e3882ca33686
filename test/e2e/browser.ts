import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Debian's package; `.ci/run` installs it. */
const CHROMIUM = '/usr/bin/chromium';

/** Whether a browser is there. In CI it has to be. */
export function hasBrowser(): boolean {
  if (existsSync(CHROMIUM)) return true;
  if (process.env.CI === 'true') throw new Error(`${CHROMIUM} is missing: CI may not skip the browser`);
  console.warn(`skipped: ${CHROMIUM} is missing (Debian's package chromium)`);
  return false;
}

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

/** Resolves once the element is in the page, however briefly: locators look now and then only. Ask before it can appear. */
export const appears = (page: Page, selector: string): Promise<unknown> =>
  page.evaluate(`new Promise((resolve) => {
    const look = () => document.querySelector(${JSON.stringify(selector)}) && resolve();
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
    look();
  })`);

/** What a screen reader or a keyboard would stumble over, the serious kinds. */
export async function seriousViolations(page: Page): Promise<string[]> {
  // By the debugger's protocol: the page's own policy lets no foreign script in.
  await page.evaluate(axe);
  // Colours that are fading into each other are nobody's contrast. What pulses for ever is not waited for.
  await page.evaluate(`Promise.all(
    document.getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime))
      .map(({ finished }) => finished.catch(() => {})),
  )`);
  const violations = (await page.evaluate('axe.run().then(({ violations }) => violations)')) as Violation[];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
