import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, seriousViolations } from './browser.ts';
import { type ConsoleSession, complaintInFocus, goTo, overflowOf, PHONE, startConsole } from './visitor.ts';

let session: ConsoleSession;
let page: Page;

const call = (key: string) =>
  fetch(`${session.gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'demo-chat', messages: [{ role: 'user', content: 'Hello' }] }),
  });
/** The key as the gateway has it. */
async function reports(): Promise<{ rules: object; expiresAt: number } | undefined> {
  const { items } = (await session.owner.get('/projects/default/keys')).body;
  return items.find(({ name }: { name: string }) => name === 'Reports');
}

describe.skipIf(!hasBrowser())('the keys page', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    session = await startConsole();
    page = await session.open('/');
    await goTo(page, 'API keys');
  }, 180_000);
  afterAll(() => session.close());
  afterEach(() => {
    expect(session.complaints()).toEqual([]);
  });

  let first = '';
  it('makes a key for a service, and gives it a quota, permissions and a last day', async () => {
    await page.getByRole('button', { name: 'New key' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'New key' }).click();
    expect(await complaintInFocus(page)).toEqual({ label: 'Name', told: 'Fill this in.' });
    await dialog.getByLabel('Name').fill('Reports');
    await dialog.getByLabel('Kind').selectOption('service');
    await dialog.getByRole('button', { name: 'New key' }).click();
    first = (await page.getByTestId('new-key').textContent()) ?? '';
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    // Shown once: it is nowhere any more.
    expect(await page.content()).not.toContain(first);
    await page.getByRole('button', { name: 'Reports' }).click();
    await page.getByLabel('Expires').fill('2099-12-31');
    await page.getByRole('button', { name: 'Save name and expiry' }).click();
    await page.getByRole('button', { name: 'Save name and expiry' }).waitFor({ state: 'detached' });
    await page.getByRole('checkbox', { name: 'Usage: See' }).check();
    await page.getByRole('button', { name: 'Add quota' }).click();
    await page.getByLabel('Limit').fill('2');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/0 \/ 2/).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    expect(await reports()).toMatchObject({
      rules: { scopes: ['usage:read'], quotas: [{ measure: 'requests', per: 'day', limit: 2 }] },
    });
    expect(new Date((await reports())?.expiresAt ?? 0).getFullYear()).toBe(2099);
  });

  it('shows how much of a quota is used', async () => {
    expect((await call(first)).status).toBe(200);
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByRole('button', { name: 'Reports' }).click();
    await page.getByText(/1 \/ 2/).waitFor();
  });

  it('shows live what a profile makes of model names, and marks what is refused where it stands', async () => {
    await page.getByRole('button', { name: 'Add profile' }).click();
    await page.getByRole('button', { name: 'Add mapping' }).click();
    await page.getByLabel('Name the client uses').fill('gpt-image-2');
    await page.getByLabel('Model it means').fill('demo-image');
    await page.getByLabel('Active profile').selectOption('Profile 1');
    await page.getByRole('listitem').filter({ hasText: 'gpt-image-2' }).getByText('demo-image').waitFor();
    const addresses = page.getByLabel('Addresses it may be used from');
    await addresses.fill('the office');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect
      .poll(async () => (await complaintInFocus(page))?.label)
      .toBe('Addresses it may be used from');
    expect(await addresses.inputValue()).toBe('the office');
    expect(session.complaints()).toEqual([expect.stringMatching(/^400 /)]);
    await addresses.fill('');
    await page.getByLabel('Model it means').fill('');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    expect(await complaintInFocus(page)).toEqual({ label: 'Model it means', told: 'Fill this in.' });
    await page.getByRole('button', { name: 'Remove the profile Profile 1' }).click();
  });

  it('asks before changed rules are lost', async () => {
    await page.getByRole('button', { name: 'Add profile' }).click();
    await page.getByLabel('Most attempts').fill('3');
    await page.keyboard.press('Escape');
    await page.getByText('Leave without saving?').waitFor();
    await page.getByRole('dialog').last().getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect
      .poll(async () => (await reports())?.rules)
      .toMatchObject({ profiles: [{ name: 'Profile 1', retry: { maxAttempts: 3 } }] });
  });

  it('gives a new secret and ends the old one as it is told', async () => {
    await page.getByRole('button', { name: 'Replace' }).click();
    await page.getByLabel('The old secret works for').selectOption('none');
    await page.getByRole('dialog').last().getByRole('button', { name: 'Replace' }).click();
    const second = (await page.getByTestId('new-key').textContent()) ?? '';
    expect(second).not.toBe(first);
    expect((await call(first)).status).toBe(401);
    expect((await call(second)).status).toBe(200);
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('archives a key only after asking, and brings it back', async () => {
    await page.getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('dialog').last().getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('button', { name: 'Bring back' }).click();
    await page.getByRole('button', { name: 'Archive' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('fits a phone, in the dark and in Chinese', async () => {
    const phone = await session.open('/keys', { ...PHONE, colorScheme: 'dark', locale: 'zh-CN' });
    await phone.getByRole('button', { name: 'Reports' }).click();
    await phone.getByLabel('名称', { exact: true }).waitFor();
    expect(await overflowOf(phone)).toBeLessThanOrEqual(0);
    expect(await seriousViolations(phone)).toEqual([]);
    await phone.close();
  });
});
