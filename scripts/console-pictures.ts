import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { startApp } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { PROVIDERS } from '../src/providers/all.ts';

/** Takes a picture of every page of the console in docs/images, from a gateway of its own with the demo. The console must be built. */
const FOLDER = 'docs/images';
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const PROMPTS = ['A lighthouse at dusk', 'Mountains in the morning mist', 'A blue boat in the harbour'];

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
const page = await browser.newPage({ viewport: WIDE, deviceScaleFactor: 1, locale: 'en-GB' });

async function take(name: string): Promise<void> {
  const picture = await page.screenshot({ animations: 'disabled' });
  await sharp(picture).png({ compressionLevel: 9, effort: 10 }).toFile(`${FOLDER}/${name}.png`);
}

async function firstRun(): Promise<void> {
  await page.goto(app.url);
  await page.getByLabel('Your name').waitFor();
  await take('welcome');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'Stay with the demo' }).click();
  await page.getByRole('button', { name: 'Make the key' }).click();
  await page.getByRole('button', { name: 'Make a picture' }).click();
  await page.getByRole('button', { name: 'Draw' }).click();
  await page.locator('img[data-kind=picture]').waitFor();
  await take('wizard');
  await page.getByRole('link', { name: 'Open the image studio' }).click();
}

/** Channels and keys as a house would have them. Nothing calls those that are not the demo's. */
async function furnish(): Promise<void> {
  const post = (path: string, data: object) =>
    page.request.post(`${app.url}/admin${path}`, { data, headers: { origin: app.url } });
  const key = (label: string) => ({ key: `sk-${label}-0123456789abcdef`, label });
  await post('/channels', { name: 'demo', type: 'demo', tags: ['try out'] });
  await post('/channels', {
    name: 'openai-main',
    type: 'openai',
    tags: ['eu'],
    credentials: [key('design'), key('labs')],
  });
  await post('/channels', { name: 'gemini', type: 'gemini', weight: 50, credentials: [key('team')] });
  await post('/channels', { name: 'anthropic', type: 'anthropic', priority: 2, credentials: [key('team')] });
  await post('/channels', {
    name: 'openrouter-spare',
    type: 'openrouter',
    priority: 3,
    enabled: false,
    credentials: [key('spare')],
  });
  const profile = { name: 'drafts', mappings: [{ from: 'gpt-image-2', to: 'demo-image' }] };
  const rules = {
    profiles: [profile],
    activeProfile: 'drafts',
    quotas: [{ measure: 'images', per: 'day', limit: 200 }],
  };
  await post('/projects/default/keys', { name: 'Design team', rules });
  await post('/projects/default/keys', { name: 'Nightly reports', kind: 'service' });
}

async function draw(target: Page, prompt: string): Promise<void> {
  await target.getByLabel('Prompt').fill(prompt);
  await target.getByRole('button', { name: 'Generate' }).click();
  await target.getByRole('navigation', { name: 'History' }).getByText(prompt).waitFor();
  await target.locator('img[data-kind=picture]').waitFor();
}

async function chat(): Promise<void> {
  const models = page.getByRole('group', { name: 'Models' });
  for (const box of await models.getByRole('checkbox', { checked: true }).all()) await box.uncheck();
  await models.getByRole('checkbox', { name: 'demo-chat' }).check();
  await page.getByRole('checkbox', { name: 'May draw' }).check();
  await page.getByRole('textbox', { name: 'Message' }).fill('Draw a red kite over the sea');
  await page.keyboard.press('Enter');
  await page.getByText(/ in, /).waitFor();
}

/** What a page does before its picture is taken. */
const SCENES: { readonly [path: string]: () => Promise<unknown> } = {
  '/chat': chat,
  '/routing': () =>
    page.goto(`${app.url}/routing?model=demo-image`).then(() => page.waitForLoadState('networkidle')),
};

async function everyPage(): Promise<void> {
  const links = await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link').all();
  const paths = await Promise.all(links.map((link) => link.getAttribute('href')));
  for (const path of paths) {
    if (path === null || path === '/studio') continue;
    await page.goto(app.url + path);
    await page.waitForLoadState('networkidle');
    await SCENES[path]?.();
    await take(path.slice(1));
  }
}

async function inTheDarkAndOnAPhone(): Promise<void> {
  await page.goto(`${app.url}/channels`);
  await page.getByRole('button', { name: 'openai-main', exact: true }).click();
  await page.getByRole('tab', { name: 'Models' }).click();
  await take('channel-editor');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(`${app.url}/gallery`);
  await page.waitForLoadState('networkidle');
  await take('gallery-dark');
  await page.setViewportSize(PHONE);
  await page.goto(`${app.url}/studio`);
  await page.waitForLoadState('networkidle');
  await take('studio-phone');
}

try {
  mkdirSync(FOLDER, { recursive: true });
  await firstRun();
  await furnish();
  await page.reload();
  for (const prompt of PROMPTS) await draw(page, prompt);
  await take('studio');
  await everyPage();
  await inTheDarkAndOnAPhone();
} finally {
  await browser.close();
  await app.close();
  await rm(dataDir, { recursive: true, force: true });
}
