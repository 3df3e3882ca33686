import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OWNER } from '../admin/admin-client.ts';
import { appears, hasBrowser, seriousViolations } from './browser.ts';
import { type ConsoleSession, goTo, overflowOf, PHONE, startConsole } from './visitor.ts';

let session: ConsoleSession;
let page: Page;

/** The pixels of the picture shown there, as a PNG. */
async function pictureAt(target: Page, selector: string): Promise<Buffer> {
  const base64 = await target.evaluate(`(async () => {
    const image = document.querySelector(${JSON.stringify(selector)});
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.toDataURL('image/png').split(',')[1];
  })()`);
  return Buffer.from(String(base64), 'base64');
}

const RESULT = 'img[data-kind=picture]';
describe.skipIf(!hasBrowser())('the console', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    session = await startConsole();
    page = await session.open('/');
  }, 180_000);
  afterAll(() => session.close());
  afterEach(() => {
    expect(session.complaints()).toEqual([]);
  });

  it('draws with previews, and tells what was changed', async () => {
    await page.getByLabel('Prompt').fill('A red kite over the sea');
    await page.getByLabel(/^Size/).selectOption('512x512');
    const preview = appears(page, 'img[data-kind=preview]');
    await page.getByRole('button', { name: 'Generate' }).click();
    await preview;
    await page.locator(RESULT).waitFor();
    expect(await sharp(await pictureAt(page, RESULT)).metadata()).toMatchObject({ width: 512, height: 512 });
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('edits inside a painted mask and leaves every other pixel alone', async () => {
    const before = await sharp(await pictureAt(page, RESULT))
      .raw()
      .toBuffer();
    await page.getByRole('region', { name: 'Results' }).getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('button', { name: 'Paint a mask' }).click();
    const canvas = page.locator('canvas');
    const box = await canvas.boundingBox();
    if (!box) throw new Error('no canvas');
    await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.25, { steps: 5 });
    await page.mouse.up();
    await page.getByRole('button', { name: 'Use the mask' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByLabel('Prompt').fill('A blue boat');
    await page.locator('form').getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('navigation', { name: 'History' }).getByText('A blue boat').waitFor();
    await page.locator(RESULT).waitFor();
    const after = await sharp(await pictureAt(page, RESULT))
      .raw()
      .toBuffer();
    expect(after.length).toBe(before.length);
    const channels = before.length / (512 * 512);
    const differs = (x: number, y: number): boolean => {
      const at = (y * 512 + x) * channels;
      return !before.subarray(at, at + 3).equals(after.subarray(at, at + 3));
    };
    const rows = Array.from({ length: 512 }, (_, y) => y);
    const outside = rows.flatMap((y) => rows.filter((x) => (x > 260 || y > 190) && differs(x, y)));
    const inside = rows.slice(90, 140).flatMap((y) => rows.slice(100, 200).filter((x) => differs(x, y)));
    expect(outside).toEqual([]);
    expect(inside.length).toBeGreaterThan(500);
  });

  it('shows the same request as a program that works', async () => {
    await page.getByRole('button', { name: 'Code' }).click();
    await page.getByText('/v1/chat/completions').waitFor();
    await page.getByLabel('Format', { exact: true }).last().selectOption('gemini');
    await page.getByText(':generateContent').waitFor();
    await page.keyboard.press('Escape');
  });

  it('keeps every picture in the gallery', async () => {
    await goTo(page, 'Gallery');
    const thumbnails = page.locator('main button img');
    await thumbnails.nth(1).waitFor();
    await thumbnails.first().click();
    await page.getByRole('link', { name: 'Download' }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('shows every request with its attempts', async () => {
    await goTo(page, 'Requests');
    await page.locator('table button').first().click();
    await page.getByText('first piece after').first().waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('counts what happened on the dashboard', async () => {
    await goTo(page, 'Dashboard');
    await page.getByRole('heading', { name: 'Channels' }).waitFor();
    await page.getByRole('img', { name: /attempts, 0 failed/ }).waitFor();
    await page.getByRole('region', { name: 'Durations' }).waitFor();
    await page.getByLabel('Over time', { exact: true }).selectOption('latency');
    await expect
      .poll(() => page.locator('.recharts-line-curve, .recharts-line-dots').count())
      .toBeGreaterThan(3);
    await page.getByRole('region', { name: 'By channel' }).getByText('demo').waitFor();
    await page.getByRole('heading', { name: 'What failed lately' }).waitFor();
    // Whose days count unless another zone is named.
    expect(await page.getByLabel('Time zone').getAttribute('placeholder')).toBe('UTC');
    await page.getByLabel('Time zone').fill('Asia/Shanghai');
    await page.waitForURL(/zone=Asia/);
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('makes a key that works, once shown, and renames models for it', async () => {
    await goTo(page, 'API keys');
    await page.getByRole('button', { name: 'New key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Design team');
    await dialog.getByRole('button', { name: 'New key' }).click();
    const key = (await page.getByTestId('new-key').textContent()) ?? '';
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('button', { name: 'Design team' }).click();
    await page.getByRole('button', { name: 'Add profile' }).click();
    await page.getByRole('button', { name: 'Add mapping' }).click();
    await page.getByLabel('Name the client uses').fill('gpt-image-2');
    await page.getByLabel('Model it means').fill('demo-image');
    await page.getByLabel('Active profile').selectOption('Profile 1');
    await page.getByText('demo-image', { exact: true }).last().waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    const drawn = await fetch(`${session.gateway.url}/v1/images/generations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'gpt-image-2', prompt: 'x', size: '256x256' }),
    });
    expect(drawn.status).toBe(200);
    await page.keyboard.press('Escape');
  });

  it('lets somebody join by a link', async () => {
    const invited = await page.evaluate(
      `fetch('/admin/invitations', { method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'grace@example.com', memberships: [] }) }).then((reply) => reply.json())`,
    );
    const { pathname, hash } = new URL((invited as { readonly url: string }).url);
    const guest = await session.openSignedOut(pathname + hash);
    await guest.getByLabel('Your name').fill('Grace');
    await guest.getByLabel('Password').fill(OWNER.password);
    expect(await seriousViolations(guest)).toEqual([]);
    await guest.getByRole('button', { name: 'Join' }).click();
    // A member of nothing sees nothing that needs a permission.
    await guest.getByRole('link', { name: 'About' }).waitFor();
    expect(await guest.getByRole('link', { name: 'Channels' }).count()).toBe(0);
    expect(await guest.getByRole('link', { name: 'API keys' }).count()).toBe(0);
    await guest.close();
  });

  it('speaks Chinese and likes the dark', async () => {
    await page.getByLabel('Language').selectOption('zh-CN');
    await page.getByRole('heading', { name: 'API 密钥' }).waitFor();
    await page.getByLabel('主题').selectOption('dark');
    expect(await page.locator('html').getAttribute('class')).toContain('dark');
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('fits a phone', async () => {
    const phone = await session.open('/', PHONE);
    await phone.getByRole('heading', { name: 'Image studio' }).waitFor();
    expect(await overflowOf(phone)).toBeLessThanOrEqual(0);
    await phone.getByRole('button', { name: 'Open navigation' }).click();
    await phone.getByRole('link', { name: 'Gallery' }).click();
    await phone.getByRole('heading', { name: 'Gallery' }).waitFor();
    expect(await seriousViolations(phone)).toEqual([]);
    await phone.close();
  });
});
