import { execFileSync } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { type AdminClient, adminClient, OWNER, setUpOwner } from '../admin/admin-client.ts';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { launchBrowser } from './browser.ts';

type PageOptions = Parameters<Browser['newPage']>[0];

/** A browser's window whose troubles are written down. */
export async function openPage(
  browser: Browser,
  complaints: string[],
  options: PageOptions = {},
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

/** Signs in, as the owner that `setUpOwner` makes or somebody with the same password, and shows a page of the console. */
export async function signIn(
  page: Page,
  url: string,
  { email = OWNER.email, path = '/' }: { readonly email?: string; readonly path?: string } = {},
): Promise<void> {
  const { password } = OWNER;
  const data = { email, password };
  const reply = await page.request.post(`${url}/admin/session`, { data, headers: { origin: url } });
  if (!reply.ok()) throw new Error(`${email} cannot sign in: ${reply.status()}`);
  await page.goto(`${url}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** What is said of the field that has the focus, where it is refused; undefined: no such field has it. */
export const complaintInFocus = async (page: Page): Promise<{ label: string; told: string } | undefined> => {
  const found = await page.evaluate(`(() => {
    const at = document.activeElement;
    if (at?.getAttribute('aria-invalid') !== 'true') return '';
    const told = document.getElementById(at.getAttribute('aria-describedby') ?? '')?.textContent ?? '';
    const label = at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? '';
    return JSON.stringify({ label, told });
  })()`);
  return found === '' ? undefined : (JSON.parse(String(found)) as { label: string; told: string });
};

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

/** A gateway with an owner, and a browser whose pages belong to whoever is wanted. */
export interface ConsoleSession {
  readonly gateway: TestGateway;
  /** What pages complained of since this was last asked. Refusals are among them, but for those that tests wait for. */
  complaints(): string[];
  /** A page of somebody who is signed in already; the owner's, where no address is given. */
  open(path: string, how?: { readonly email?: string } & PageOptions): Promise<Page>;
  /** A page of nobody. */
  openSignedOut(path: string): Promise<Page>;
  /** The owner, calling the admin API. */
  readonly owner: AdminClient;
  /** Makes an account by an invitation. */
  join(email: string, name: string, what: object): Promise<void>;
  close(): Promise<void>;
}

export async function startConsole(
  file: { readonly [member: string]: unknown } = { channels: [{ name: 'demo', type: 'demo' }] },
): Promise<ConsoleSession> {
  // Does nothing where it is newer than its sources.
  execFileSync(process.execPath, ['scripts/build-console.ts'], { stdio: 'ignore' });
  const [browser, gateway] = await Promise.all([launchBrowser(), startGateway(file)]);
  const complaints: string[] = [];
  const owner = await setUpOwner(gateway.url);
  return {
    gateway,
    owner,
    complaints: () => complaints.splice(0),
    async open(path, { email = OWNER.email, ...options } = {}) {
      const page = await openPage(browser, complaints, options);
      await signIn(page, gateway.url, { email, path });
      return page;
    },
    async openSignedOut(path) {
      const page = await openPage(browser, complaints);
      await page.goto(`${gateway.url}${path}`);
      return page;
    },
    async join(email, name, what) {
      const { body } = await owner.post('/invitations', { email, ...what });
      await adminClient(gateway.url).post('/links/use', {
        token: body.token,
        name,
        password: OWNER.password,
      });
    },
    async close() {
      await browser.close();
      await gateway.close();
    },
  };
}
