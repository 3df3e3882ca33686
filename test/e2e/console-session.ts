import { execFileSync } from 'node:child_process';
import type { Page } from 'playwright-core';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { launchBrowser } from './browser.ts';

export const PASSWORD = 'correct horse battery';
export const OWNER_EMAIL = 'ada@example.com';

type Viewport = 'wide' | 'phone';
const VIEWPORTS = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

/** A gateway with an owner, and browsers signed in to its console. */
export interface ConsoleSession {
  readonly gateway: TestGateway;
  /** What pages complained of since this was last asked. Refusals are among them, but for those that tests wait for. */
  complaints(): string[];
  /** A page of somebody who is signed in already. */
  open(email: string, path: string, viewport?: Viewport): Promise<Page>;
  /** A page of nobody. */
  openSignedOut(path: string): Promise<Page>;
  /** Calls the admin API as the owner. */
  admin(method: string, path: string, body?: unknown): Promise<unknown>;
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
  const owner = await callsOf(gateway, '/setup', {
    ...{ email: OWNER_EMAIL, name: 'Ada', password: PASSWORD },
    ...(gateway.setupCode !== undefined && { code: gateway.setupCode }),
  });
  const newPage = async (viewport: Viewport): Promise<Page> => {
    const page = await browser.newPage({ viewport: VIEWPORTS[viewport], locale: 'en-GB' });
    watch(page, complaints);
    return page;
  };
  return {
    gateway,
    complaints: () => complaints.splice(0),
    async open(email, path, viewport = 'wide') {
      const page = await newPage(viewport);
      await page.request.post(`${gateway.url}/admin/session`, { data: { email, password: PASSWORD } });
      await page.goto(`${gateway.url}${path}`);
      return page;
    },
    async openSignedOut(path) {
      const page = await newPage('wide');
      await page.goto(`${gateway.url}${path}`);
      return page;
    },
    admin: owner,
    async join(email, name, what) {
      const { token } = (await owner('POST', '/invitations', { email, ...what })) as { token: string };
      await callsOf(gateway, '/links/use', { token, name, password: PASSWORD });
    },
    async close() {
      await browser.close();
      await gateway.close();
    },
  };
}

function watch(page: Page, complaints: string[]): void {
  page.setDefaultTimeout(30_000);
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
}

/** Enters by a call that answers with the session cookie. @returns calls with that cookie */
async function callsOf(
  gateway: TestGateway,
  entrance: string,
  body: object,
): Promise<ConsoleSession['admin']> {
  let cookie = '';
  const call: ConsoleSession['admin'] = async (method, path, sent) => {
    const reply = await fetch(`${gateway.url}/admin${path}`, {
      method,
      headers: {
        origin: gateway.url,
        ...(sent !== undefined && { 'content-type': 'application/json' }),
        ...(cookie !== '' && { cookie }),
      },
      ...(sent !== undefined && { body: JSON.stringify(sent) }),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
    cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return text === '' ? undefined : JSON.parse(text);
  };
  await call('POST', entrance, body);
  return call;
}

/** Pixels by which the page is wider than the window. */
export const overflow = async (page: Page): Promise<number> =>
  Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
