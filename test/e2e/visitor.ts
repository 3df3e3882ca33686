import type { Browser, Page } from 'playwright-core';
import { OWNER } from '../admin/admin-client.ts';

/** A browser's window whose troubles are written down. */
export async function openPage(
  browser: Browser,
  complaints: string[],
  options: Parameters<Browser['newPage']>[0] = {},
): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...options });
  page.setDefaultTimeout(Number(process.env.AXONHUB_E2E_TIMEOUT ?? 30_000));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !text.startsWith('Failed to load resource')) complaints.push(text);
  });
  page.on('response', (response) => {
    // Who is not signed in is told so by a 401.
    if (response.status() >= 400 && response.status() !== 401)
      complaints.push(`${response.status()} ${response.url()}`);
  });
  return page;
}

export const PHONE = { viewport: { width: 390, height: 844 } };

/** As the owner that `setUpOwner` makes. */
export async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/`);
  await page.locator('input[name=email]').fill(OWNER.email);
  await page.locator('input[name=password]').fill(OWNER.password);
  await page.locator('button[type=submit]').click();
  await page.waitForURL((address) => address.pathname !== '/sign-in');
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** By how many pixels the page is wider than its window. */
export const overflowOf = async (page: Page): Promise<number> =>
  Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));

/** Opens a page of the navigation. */
export const goTo = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name, exact: true }).click();

/** Providers themselves are not called from tests: a draft without an address of its own has no models. */
export const staysHere = (page: Page): Promise<unknown> =>
  page.route('**/admin/channel-drafts/models', async (route) => {
    const { channel } = route.request().postDataJSON() as { channel: { baseUrl?: string } };
    if (channel.baseUrl !== undefined) await route.continue();
    else await route.fulfill({ json: { items: [], askedAt: 0 } });
  });
