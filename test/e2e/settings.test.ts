import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PANELS } from '../../console/src/features/settings/panels.ts';
import { hasBrowser, seriousViolations } from './browser.ts';
import { type ConsoleSession, overflowOf, PHONE, startConsole } from './visitor.ts';

describe.skipIf(!hasBrowser())('the settings in the console', { timeout: 120_000 }, () => {
  let session: ConsoleSession;
  let page: Page;
  const visit = (section: string) => page.goto(`${session.gateway.url}/settings?section=${section}`);
  beforeAll(async () => {
    session = await startConsole();
    await session.join('katherine@example.com', 'Katherine', { role: 'admin', memberships: [] });
    await session.join('linus@example.com', 'Linus', { role: 'viewer', memberships: [] });
    page = await session.open('/settings');
  }, 180_000);
  afterAll(() => session.close());
  afterEach(() => {
    expect(session.complaints()).toEqual([]);
  });

  it('changes a section and shows the change everywhere it counts', async () => {
    await page.getByLabel('Name', { exact: true }).fill('Picture house');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    await page.getByText(/^Last changed/).waitFor();
    const stranger = await session.openSignedOut('/sign-in');
    await stranger.getByRole('heading', { name: 'Sign in to Picture house' }).waitFor();
    await stranger.close();
  });

  it('says at the member what is wrong with it, and keeps what was written', async () => {
    await visit('oidc');
    await page.getByLabel('Issuer').fill('http://login.example.com');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/must begin with https/).waitFor();
    expect(await page.getByLabel('Issuer').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('Issuer').inputValue()).toBe('http://login.example.com');
    expect(session.complaints()).toEqual([expect.stringMatching(/^400 /)]);
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Discard' }).click();
    expect(await page.getByLabel('Issuer').inputValue()).toBe('');
  });

  it('says in Chinese what the gateway refuses', async () => {
    const chinese = await session.open('/about');
    await chinese.evaluate("localStorage.setItem('axonhub.language', 'zh-CN')");
    await chinese.goto(`${session.gateway.url}/settings?section=oidc`);
    await chinese.getByLabel('签发者').fill('http://login.example.com');
    await chinese.getByRole('button', { name: '保存' }).click();
    await chinese.getByText('必须以 https:// 开头（http:// 仅限本机）。').waitFor();
    await chinese.goto(`${session.gateway.url}/requests?id=req_none`);
    await chinese.getByText('该项目中没有这个请求。').waitFor();
    await chinese.close();
    expect(session.complaints().map((text) => text.slice(0, 3))).toEqual(
      expect.arrayContaining(['400', '404']),
    );
  });

  it('sets up OpenID Connect without ever showing the secret, and offers it to whoever signs in', async () => {
    await visit('oidc');
    await page.getByLabel('Allowed', { exact: true }).click();
    await page.getByLabel('Words of the button').fill('Example ID');
    await page.getByLabel('Issuer').fill('https://login.example.com');
    await page.getByLabel('Client ID').fill('axonhub');
    await page.getByLabel('Client secret').fill('hush hush');
    await page.getByLabel('Allowed domains').fill('example.com\nexample.org');
    await page.getByRole('button', { name: 'Add project' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('kept, never shown').waitFor();
    expect(await page.content()).not.toContain('hush hush');
    expect((await session.owner.get('/settings/oidc')).body).toMatchObject({
      value: {
        enabled: true,
        clientSecretSet: true,
        allowedDomains: ['example.com', 'example.org'],
        defaultMemberships: [{ project: 'default', role: 'developer' }],
      },
    });
    const stranger = await session.openSignedOut('/sign-in?problem=oidc-domain');
    const link = stranger.getByRole('link', { name: 'Sign in with Example ID' });
    expect(await link.getAttribute('href')).toBe('/admin/oidc/start');
    await stranger.getByText('Your e-mail address may not sign in here').waitFor();
    expect(await seriousViolations(stranger)).toEqual([]);
    await stranger.close();
  });

  it('tells an administrator that OpenID Connect is for owners, and lets a viewer look only', async () => {
    const admin = await session.open('/settings?section=oidc', { email: 'katherine@example.com' });
    await admin.getByText(/Only owners may change this/).waitFor();
    expect(await admin.getByLabel('Issuer').isDisabled()).toBe(true);
    await admin.close();
    const viewer = await session.open('/settings?section=sessions', { email: 'linus@example.com' });
    await viewer.getByLabel('At most (days)').waitFor();
    expect(await viewer.getByRole('button', { name: 'Save' }).count()).toBe(0);
    await viewer.close();
  });

  it('lets a project keep other things than the installation', async () => {
    await page.goto(`${session.gateway.url}/projects`);
    await page.getByRole('button', { name: 'Default', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Bodies', { exact: true }).selectOption('full');
    await dialog.getByLabel('Pictures (days)').fill('90');
    expect(await seriousViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect((await session.owner.get('/projects/default')).body).toMatchObject({
      bodies: 'full',
      keepDays: null,
      keepImageDays: 90,
    });
  });

  it('has a logo, words for whoever signs in, and a colour that can be read whatever it is', async () => {
    await visit('brand');
    const file = await sharp({ create: { width: 900, height: 300, channels: 3, background: '#aa2244' } })
      .jpeg()
      .toBuffer();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a picture' }).click();
    await (await chooser).setFiles({ name: 'logo.jpg', mimeType: 'image/jpeg', buffer: file });
    await page.locator('aside img[src^="/admin/logo?v="]').waitFor();
    await page.getByLabel('Words for whoever signs in').fill('Ask Ada for an account.\nRoom 12.');
    for (const accent of ['#ffee00', '#ffffff', '#000000', '#00ff00', '#0000ff', '#ff00aa']) {
      await page.getByLabel('Colour', { exact: true }).fill(accent);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.locator(`html[data-accent="${accent}"]`).waitFor();
      for (const theme of ['dark', 'light']) {
        await page.evaluate(`document.documentElement.classList.toggle('dark', ${theme === 'dark'})`);
        expect([accent, theme, await seriousViolations(page)]).toEqual([accent, theme, []]);
      }
    }
    const stranger = await session.openSignedOut('/sign-in');
    await stranger.getByText('Ask Ada for an account.').waitFor();
    expect(await stranger.title()).toBe('Picture house');
    const logo = stranger.locator('img[src^="/admin/logo?v="]');
    expect(await logo.evaluate((img) => (img as unknown as { naturalWidth: number }).naturalWidth)).toBe(256);
    expect(await seriousViolations(stranger)).toEqual([]);
    await stranger.close();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.locator('aside img[src="/icon.svg"]').waitFor({ state: 'attached' });
  });

  it('says where everything is kept, and checks it', async () => {
    await visit('storage');
    await page.getByText(session.gateway.dataDir).first().waitFor();
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('works', { exact: true }).nth(2).waitFor();
  });

  it('shows what only a restart changes, and where it comes from', async () => {
    await visit('limits');
    const row = page.getByRole('row').filter({ hasText: 'server.body_limit_mb' });
    expect(await row.textContent()).toMatch(/256 MiB.*default/);
    await page.getByLabel('Request body (MiB)').fill('64');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^Last changed/).waitFor();
    expect((await session.owner.get('/settings/limits')).body).toMatchObject({ value: { bodyMb: 64 } });
  });

  it('gives owners a backup, and says how it is brought back', async () => {
    await visit('backup');
    await page.getByLabel('Passphrase').fill('a passphrase that is long');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Make and download' }).click();
    const content = gunzipSync(await readFile(await (await download).path())).toString('latin1');
    expect(content).toContain('secret.json');
    expect(content).toContain('end.json');
    await page.getByText(/axonhub restore axonhub-backup.tar.gz/).waitFor();
    const admin = await session.open('/settings?section=backup', { email: 'katherine@example.com' });
    await admin.getByText(/Only owners may take a backup/).waitFor();
    await admin.close();
  });

  describe('on a phone', () => {
    let phone: Page;
    beforeAll(async () => {
      phone = await session.open('/settings', PHONE);
    });
    afterAll(() => phone.close());

    it.each(PANELS.map(({ id }) => id))('panel %s fits, without serious violations', async (panel) => {
      await phone.goto(`${session.gateway.url}/settings?section=${panel}`);
      await phone.getByRole('heading', { level: 2 }).first().waitFor();
      expect(await overflowOf(phone)).toBeLessThanOrEqual(0);
      expect(await seriousViolations(phone)).toEqual([]);
    });
  });
});
