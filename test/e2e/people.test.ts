import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, seriousViolations } from './browser.ts';
import { type ConsoleSession, complaintInFocus, overflowOf, PHONE, startConsole } from './visitor.ts';

const AXE_PAGES = ['/users', '/roles', '/projects', '/members', '/account'];

describe.skipIf(!hasBrowser())('people in the console', { timeout: 120_000 }, () => {
  let session: ConsoleSession;
  let page: Page;
  const visit = (path: string) => page.goto(`${session.gateway.url}${path}`);
  beforeAll(async () => {
    session = await startConsole();
    await session.join('linwei@example.com', 'Lin Wei', {
      memberships: [{ project: 'default', role: 'project-viewer' }],
    });
    await session.join('katherine@example.com', 'Katherine', {
      memberships: [{ project: 'default', role: 'project-admin' }],
    });
    page = await session.open('/users');
  }, 180_000);
  afterAll(() => session.close());
  afterEach(() => {
    expect(session.complaints()).toEqual([]);
  });

  it('invites somebody by a link that is shown once, and takes it back', async () => {
    await page.getByRole('button', { name: 'Invite' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('E-mail').fill('grace@example.com');
    await dialog.getByRole('button', { name: 'Make the invitation' }).click();
    expect(await page.getByTestId('once').textContent()).toMatch(/\/join#/);
    expect(await seriousViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('tab', { name: /Invitations/ }).click();
    await page.getByRole('button', { name: 'Take the invitation of grace@example.com back' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take the invitation back' }).click();
    await page.getByText('No open invitations').waitFor();
  });

  it('keeps what was written when an invitation is refused, and says why at the field', async () => {
    await visit('/users');
    await page.getByRole('button', { name: 'Invite' }).first().click();
    const dialog = page.getByRole('dialog');
    const send = () => dialog.getByRole('button', { name: 'Make the invitation' }).click();
    await send();
    expect(await complaintInFocus(page)).toEqual({ label: 'E-mail', told: 'Fill this in.' });
    await dialog.getByLabel('E-mail').fill('linwei');
    await send();
    expect((await complaintInFocus(page))?.told).toContain('no e-mail address');
    await dialog.getByLabel('E-mail').fill('linwei@example.com');
    expect(await complaintInFocus(page)).toBeUndefined();
    await send();
    await dialog.getByText('has an account already').waitFor();
    expect(await complaintInFocus(page)).toMatchObject({ label: 'E-mail' });
    expect(await dialog.getByLabel('E-mail').inputValue()).toBe('linwei@example.com');
    expect(session.complaints()).toEqual([expect.stringMatching(/^409 /)]);
    await page.keyboard.press('Escape');
  });

  it('gives a user a role, a new password by link, and disables them after asking', async () => {
    await visit('/users');
    await page.getByRole('button', { name: 'Lin Wei' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('System role').selectOption('viewer');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.', { exact: true }).first().waitFor();
    await dialog.getByRole('button', { name: 'Link for a new password' }).click();
    expect(await page.getByTestId('once').textContent()).toMatch(/\/new-password#/);
    await dialog.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('dialog').last().getByRole('button', { name: 'Disable' }).click();
    await dialog.getByRole('button', { name: 'Enable' }).click();
    await dialog.getByRole('button', { name: 'Disable' }).waitFor();
    await dialog.getByLabel('System role').selectOption('');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('button', { name: 'Save', disabled: true }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('makes a role out of permissions and deletes it after asking', async () => {
    await visit('/roles');
    await page.getByRole('button', { name: 'New role' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Art director');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('a role without permissions is of no use').waitFor();
    expect(await complaintInFocus(page)).toMatchObject({ label: 'Projects: See' });
    expect(await dialog.getByLabel('Name').inputValue()).toBe('Art director');
    expect(session.complaints()).toEqual([expect.stringMatching(/^400 /)]);
    await dialog.getByLabel('Pictures: See').check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Art director' }).click();
    expect(await dialog.getByLabel('Pictures: See').isChecked()).toBe(true);
    expect(await dialog.getByLabel('Pictures: Change').isChecked()).toBe(false);
    await dialog.getByRole('button', { name: 'Delete the role' }).click();
    await page.getByRole('dialog').last().getByRole('button', { name: 'Delete the role' }).click();
    await page.getByRole('button', { name: 'Art director' }).waitFor({ state: 'detached' });
  });

  it('makes a project, shows it, and archives it', async () => {
    await visit('/projects');
    await page.getByRole('button', { name: 'New project' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Design studio');
    await dialog.getByLabel('Time zone').fill('Atlantis/Capital');
    await dialog.getByRole('button', { name: 'New project' }).click();
    await dialog.getByText('must be a time zone').waitFor();
    expect(await complaintInFocus(page)).toMatchObject({ label: 'Time zone' });
    expect(await dialog.getByLabel('Name').inputValue()).toBe('Design studio');
    expect(session.complaints()).toEqual([expect.stringMatching(/^400 /)]);
    await dialog.getByLabel('Time zone').fill('Asia/Shanghai');
    await dialog.getByRole('button', { name: 'New project' }).click();
    await page.getByRole('button', { name: 'Show Design studio in the console' }).click();
    await page.getByRole('link', { name: 'Members' }).click();
    await page.getByText('Who works in “Design studio”').waitFor();
    await page.getByText('No members').waitFor();
    await page.getByRole('link', { name: 'Projects' }).click();
    await page.getByRole('button', { name: 'Design studio', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('dialog').last().getByRole('button', { name: 'Archive' }).click();
    await page.getByText('archived').waitFor();
    await page.getByRole('button', { name: 'Show Default in the console' }).click();
  });

  it('invites whoever has no account when they are to be a member', async () => {
    await visit('/members');
    await page.getByRole('button', { name: 'Add member' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('E-mail').fill('mary@example.com');
    await dialog.getByRole('button', { name: 'Add member' }).click();
    await dialog.getByRole('button', { name: 'Invite them' }).click();
    expect(await page.getByTestId('once').textContent()).toMatch(/\/join#/);
    expect(session.complaints()).toEqual([expect.stringMatching(/^404 /)]);
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Invited' }).waitFor();
  });

  it('changes the own name, and the password only with the one of now', async () => {
    await visit('/requests');
    await page.getByRole('link', { name: 'Your account' }).click();
    await page.getByLabel('Your name').fill('Ada King');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Your account: Ada King' }).waitFor();
    await page.getByLabel('Current password').fill('not the password');
    await page.getByLabel('New password', { exact: true }).fill('battery horse staple');
    await page.getByLabel('New password, again').fill('battery horse');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Both must be the same.').waitFor();
    await page.getByLabel('New password, again').fill('battery horse staple');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.locator('main [role=alert], main p.text-danger').first().waitFor();
    expect(session.complaints().length).toBeLessThanOrEqual(1);
    await page.getByText('this browser', { exact: true }).waitFor();
    await page.getByRole('main').getByLabel('Language').selectOption('zh-CN');
    await page.getByRole('heading', { name: '我的账户' }).waitFor();
    await page.getByRole('main').getByLabel('语言').selectOption('en');
  });

  it('shows a project viewer what they may see and nothing to change', async () => {
    const guest = await session.open('/requests', { email: 'linwei@example.com' });
    await guest.getByRole('heading', { name: 'Requests', level: 1 }).waitFor();
    const nav = guest.getByRole('navigation', { name: 'Main navigation' });
    const names = await nav.getByRole('link').allTextContents();
    expect(names).toEqual(expect.arrayContaining(['Gallery', 'Requests', 'API keys', 'Members', 'About']));
    for (const hidden of ['Channels', 'Users', 'Roles']) expect(names).not.toContain(hidden);
    await nav.getByRole('link', { name: 'Members' }).click();
    await guest.getByText('Katherine', { exact: true }).waitFor();
    expect(await guest.getByRole('button', { name: /Add member|Remove/ }).count()).toBe(0);
    expect(await guest.getByRole('combobox', { name: /Role of/ }).count()).toBe(0);
    await nav.getByRole('link', { name: 'API keys' }).click();
    await guest.getByRole('heading', { name: 'API keys', level: 1 }).waitFor();
    expect(await guest.getByRole('button', { name: 'New key' }).count()).toBe(0);
    await guest.goto(`${session.gateway.url}/users`);
    await guest.getByText('This page is not for you').waitFor();
    expect(await seriousViolations(guest)).toEqual([]);
    await guest.close();
  });

  it('shows whoever may only read models what they are, can do and cost', async () => {
    const role = { level: 'system', name: 'Price watcher', description: '', scopes: ['models:read'] };
    const { id } = (await session.owner.post('/roles', role)).body;
    await session.join('mary.w@example.com', 'Mary', { role: id });
    const guest = await session.open('/models', { email: 'mary.w@example.com' });
    await guest
      .getByRole('row', { name: /demo-image/ })
      .getByText('$0.00')
      .waitFor();
    await guest.getByRole('button', { name: 'demo-image' }).click();
    await guest.getByRole('row', { name: /output_format native png, jpeg, webp/ }).waitFor();
    await guest.keyboard.press('Escape');
    await guest.getByRole('tab', { name: 'Entries' }).click();
    await guest.getByRole('tab', { name: 'Catalogue & prices' }).click();
    await guest.getByLabel('Search').fill('demo-chat');
    await guest.getByRole('button', { name: 'demo-chat' }).waitFor();
    const nav = guest.getByRole('navigation', { name: 'Main navigation' });
    expect(await nav.getByRole('link').allTextContents()).toEqual(['Models', 'About']);
    expect(await seriousViolations(guest)).toEqual([]);
    await guest.close();
  });

  it('lets a project administrator manage members, but give no more than they have', async () => {
    const guest = await session.open('/members', { email: 'katherine@example.com' });
    await guest.getByRole('combobox', { name: 'Role of Lin Wei' }).selectOption('developer');
    await guest.getByText('Saved.', { exact: true }).waitFor();
    await guest.getByRole('link', { name: 'Projects' }).click();
    await guest.getByRole('button', { name: 'Default', exact: true }).waitFor();
    expect(await guest.getByRole('button', { name: 'New project' }).count()).toBe(0);
    await guest.close();
  });

  it.each(AXE_PAGES)('%s fits a phone in the dark, without serious violations', async (path) => {
    const phone = await session.open(path, PHONE);
    await phone.emulateMedia({ colorScheme: 'dark' });
    await phone.getByRole('heading', { level: 1 }).waitFor();
    await phone.waitForLoadState('networkidle');
    expect(await overflowOf(phone)).toBeLessThanOrEqual(0);
    expect(await seriousViolations(phone)).toEqual([]);
    await phone.close();
  });
});
