import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { startApp } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { PROVIDERS } from '../src/providers/all.ts';

/** Takes the pictures of the console in docs/images, from a gateway of its own with the demo. The console must be built. */
const FOLDER = 'docs/images';
const PAGES = ['studio', 'gallery', 'dashboard', 'requests', 'channels', 'keys', 'about'];
const PROMPTS = ['A red kite over the sea', 'A lighthouse at dusk', 'Mountains in the morning mist'];

const dataDir = await mkdtemp(join(tmpdir(), 'axonhub-pictures-'));
const config = await loadConfig({
  options: { port: '0', dataDir },
  env: { AXONHUB_LOG_LEVEL: 'silent' },
  cwd: dataDir,
  providers: PROVIDERS,
});
const app = await startApp(config, { version: '0.1.0' });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 });

async function draw(target: Page, prompt: string): Promise<void> {
  await target.getByLabel('Prompt').fill(prompt);
  await target.getByRole('button', { name: 'Generate' }).click();
  await target.getByRole('navigation', { name: 'History' }).getByText(prompt).waitFor();
  await target.locator('img[data-kind=picture]').waitFor();
}

try {
  mkdirSync(FOLDER, { recursive: true });
  await page.goto(app.url);
  await page.getByLabel('Your name').waitFor();
  await page.screenshot({ path: `${FOLDER}/welcome.png` });
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Create account' }).click();
  for (const prompt of PROMPTS) await draw(page, prompt);
  await page.screenshot({ path: `${FOLDER}/studio.png` });
  for (const name of PAGES.slice(1)) {
    await page.goto(`${app.url}/${name}`);
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: `${FOLDER}/${name}.png` });
  }
} finally {
  await browser.close();
  await app.close();
  await rm(dataDir, { recursive: true, force: true });
}
