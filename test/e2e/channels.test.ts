import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { hasBrowser, seriousViolations } from './browser.ts';
import { type ConsoleSession, goTo, overflowOf, PHONE, startConsole, staysHere } from './visitor.ts';

const PROVIDER_KEY = 'sk-proj-0123456789abcdef';

let session: ConsoleSession;
let upstream: Fake;
let page: Page;

const channels = async () =>
  (await session.owner.get('/channels')).body.items as {
    id: string;
    name: string;
    priority: number;
    enabled: boolean;
  }[];
const names = async () => (await channels()).map(({ name }) => name);
const open = (name: string) => page.getByRole('button', { name, exact: true }).click();
const tab = (name: string) => page.getByRole('tab', { name }).click();
/** What was written is what the gateway has. */
const saved = () => page.getByText('There are changes that are not saved.').waitFor({ state: 'detached' });
const close = () => page.keyboard.press('Escape');
const choose = async (of: string, action: string): Promise<void> => {
  await page.getByRole('button', { name: `More for ${of}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
};

describe.skipIf(!hasBrowser())('the channels page', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    upstream = await startOpenAi({ keys: [PROVIDER_KEY] });
    session = await startConsole({ channels: [{ name: 'demo', type: 'demo', priority: 9 }] });
    page = await session.open('/');
    await staysHere(page);
    await goTo(page, 'Channels');
  }, 180_000);
  afterAll(async () => {
    await session.close();
    await upstream.close();
  });
  afterEach(() => {
    expect(session.complaints()).toEqual([]);
  });

  it('adds a channel by its key, and says what is wrong with a name that is taken', async () => {
    await page.getByRole('button', { name: 'Add channel' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Key of the provider').fill(PROVIDER_KEY);
    await dialog.getByLabel('Key of the provider').blur();
    await dialog.getByText('Told by the key.').waitFor();
    await dialog.getByLabel('Base URL').fill(upstream.url);
    await dialog.getByLabel('Name').fill('demo');
    await dialog.getByRole('button', { name: 'Add channel' }).click();
    await dialog.getByText('another channel with the name').waitFor();
    expect(await dialog.getByLabel('Base URL').inputValue()).toBe(upstream.url);
    session.complaints();
    await dialog.getByLabel('Name').fill('work');
    await dialog.getByRole('button', { name: 'Add channel' }).click();
    await tab('Keys');
    await page.getByText('…cdef').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('keeps several keys, each by itself', async () => {
    await page.getByLabel('Another key').fill('sk-wrong');
    await page.getByLabel('Label', { exact: true }).fill('second');
    await page.getByRole('button', { name: 'Add key' }).click();
    await page.getByRole('button', { name: 'Edit the key second' }).click();
    await page.getByLabel('New key in its place').fill('sk-test');
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByLabel('New key in its place').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Remove the key second' }).click();
    await page.getByRole('dialog').last().getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('listitem').filter({ hasText: 'second' }).waitFor({ state: 'detached' });
  });

  it('edits models, overrides and waiting times, tests them before they are saved, and saves them all', async () => {
    await tab('Models');
    await page.getByRole('button', { name: 'Ask the upstream' }).click();
    await page.getByRole('checkbox', { name: 'gpt-image-1-mini' }).check();
    await page.getByLabel('Models come from').selectOption('list');
    await page.getByRole('button', { name: 'Add rule' }).click();
    await page.getByLabel('Name or pattern').fill('cheap-*');
    await page.getByRole('tabpanel').getByLabel("Upstream's name").last().fill('gpt-$1');
    await tab('Overrides');
    await page.getByRole('button', { name: 'Add parameter rule' }).click();
    await page.getByLabel('Parameter', { exact: true }).fill('quality');
    await page.getByLabel('Value').fill('low');
    await tab('Connection');
    await page.getByLabel(/Longest wait/).fill('30');
    await tab('Limits');
    await page.getByLabel('Calls a minute').fill('60');
    await page.getByRole('button', { name: 'Add quota' }).click();
    await tab('Test & health');
    expect(await page.getByLabel('Model to try').inputValue()).toBe('gpt-image-1-mini');
    await page.getByRole('button', { name: 'Test', exact: true }).last().click();
    await page.getByText('It works').waitFor();
    expect(JSON.parse(String(upstream.calls.at(-1)?.body))).toMatchObject({
      model: 'gpt-image-1-mini',
      quality: 'low',
    });
    await page.getByText('There are changes that are not saved.').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await saved();
    const [{ id = '' } = {}] = (await channels()).filter(({ name }) => name === 'work');
    expect((await session.owner.get(`/channels/${id}`)).body).toMatchObject({
      modelRules: { source: 'list', list: [{ name: 'gpt-image-1-mini' }] },
      mapping: [{ from: 'cheap-*', to: 'gpt-$1' }],
      overrides: { parameters: [{ action: 'set', path: 'quality', value: 'low' }] },
      timeoutMs: 30_000,
      limits: { requestsPerMinute: 60, concurrency: null },
      budgets: [{ measure: 'requests', per: 'day', limit: 1000 }],
    });
  });

  it('shows in the words of the provider why a test failed', async () => {
    await tab('General');
    await page.getByLabel('Base URL').fill(`${upstream.url}/nowhere`);
    await tab('Test & health');
    await page.getByRole('button', { name: 'Test', exact: true }).last().click();
    await page.getByText('It does not work').waitFor();
    await page.getByText('HTTP 404').waitFor();
  });

  it('asks before changes are lost', async () => {
    await close();
    await page.getByText('Leave without saving?').waitFor();
    await page.getByRole('dialog').last().getByRole('button', { name: 'Discard changes' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('copies a channel, and orders both with the keyboard across priorities', async () => {
    await choose('work', 'Copy');
    await page.getByRole('dialog').getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('tab', { name: 'General' }).waitFor();
    await page.getByLabel('Priority').fill('5');
    await page.getByRole('button', { name: 'Save' }).click();
    await saved();
    await close();
    await page.getByRole('button', { name: 'Move work copy' }).press(' ');
    await page.keyboard.press('ArrowUp');
    await page.getByText('work copy: place 1 of 3, priority 1.').waitFor({ state: 'attached' });
    await page.keyboard.press(' ');
    await expect
      .poll(async () => (await names()).filter((name) => name !== 'demo'))
      .toEqual(['work copy', 'work']);
    expect((await channels()).find(({ name }) => name === 'work copy')?.priority).toBe(1);
  });

  it('orders with the pointer', async () => {
    await page
      .getByRole('button', { name: 'Move work copy' })
      .dragTo(page.locator('tr[data-channel=work]'), { targetPosition: { x: 300, y: 20 } });
    await expect
      .poll(async () => (await names()).filter((name) => name !== 'demo'))
      .toEqual(['work', 'work copy']);
  });

  it('changes and tests many at once', async () => {
    await page.getByRole('checkbox', { name: 'Choose work copy' }).check();
    await page.getByRole('region', { name: 'With the chosen channels' }).getByText('Enable').click();
    await expect.poll(async () => (await channels()).every(({ enabled }) => enabled)).toBe(true);
    await page.getByRole('button', { name: 'Test all' }).click();
    await page.getByLabel('Ask for').selectOption('image');
    await page.getByRole('button', { name: 'Test', exact: true }).last().click();
    await page.getByText('3 of 3 work').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await close();
  });

  const exportWork = async (passphrase?: string): Promise<string> => {
    await page.getByRole('region', { name: 'With the chosen channels' }).getByText('Export').click();
    const dialog = page.getByRole('dialog', { name: 'Export channels' });
    if (passphrase !== undefined) {
      await dialog.getByLabel('With their keys').check();
      await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase);
      await dialog.getByLabel('Passphrase once more').fill(passphrase);
    }
    expect(await seriousViolations(page)).toEqual([]);
    const file = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export' }).click();
    const download = await file;
    expect(download.suggestedFilename()).toBe('channels.json');
    await dialog.waitFor({ state: 'detached' });
    return readFile(await download.path(), 'utf8');
  };
  const chooseFile = (text: string) =>
    page.getByLabel('File', { exact: true }).setInputFiles({
      name: 'channels.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    });
  const outcome = (name: string) => page.getByRole('region', { name: 'What would be done' }).getByText(name);

  it('exports channels, without their keys or with them under a passphrase', async () => {
    await page.getByRole('checkbox', { name: 'Choose work', exact: true }).check();
    const open = await exportWork();
    expect(JSON.parse(open)).toMatchObject({
      format: 'axonhub.channels',
      channels: [{ name: 'work', type: 'openai', timeoutMs: 30_000 }],
    });
    expect(open).not.toContain('"secrets"');
    const sealed = await exportWork('a long passphrase');
    expect(sealed).toContain('"secrets"');
    expect(sealed).not.toContain(PROVIDER_KEY);
    await page.getByRole('button', { name: 'Choose none' }).click();
  });

  it('shows what a file would do before it does it, and takes the sealed keys along', async () => {
    await page.getByRole('checkbox', { name: 'Choose work', exact: true }).check();
    const sealed = JSON.parse(await exportWork('a long passphrase'));
    await page.getByRole('button', { name: 'Choose none' }).click();
    const [{ id = '' } = {}] = (await channels()).filter(({ name }) => name === 'work');
    await session.owner.post('/channels/bulk', { ids: [id], action: 'archive' });
    await session.owner.delete(`/channels/${id}`);
    expect(await names()).not.toContain('work');

    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Import channels' }).click();
    const copy = { ...sealed.channels[0], name: 'work copy', note: 'from the file' };
    await chooseFile(JSON.stringify({ ...sealed, channels: [...sealed.channels, copy] }, null, 2));
    await page.getByLabel('Passphrase of the file').fill('another passphrase');
    await page.getByRole('button', { name: 'Show what would be done' }).click();
    await page.getByText('The passphrase is wrong').first().waitFor();
    session.complaints();
    await page.getByLabel('Passphrase of the file').fill('a long passphrase');
    await page.getByRole('button', { name: 'Show what would be done' }).click();
    await outcome('1 key comes along').waitFor();
    await outcome('will be made').waitFor();
    await outcome('stays as it is').waitFor();
    await page.getByLabel('Channels whose name is taken').selectOption('replace');
    await page.getByRole('button', { name: 'Show what would be done' }).click();
    await outcome('will be changed').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    expect(await names()).not.toContain('work');
    await page.getByRole('button', { name: 'Import 2 channels' }).click();
    await page.getByText('2 channels imported').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    const [made] = (await session.owner.get('/channels?search=work')).body.items.filter(
      (channel: { name: string }) => channel.name === 'work',
    );
    expect(made).toMatchObject({ credentials: [{ hint: 'cdef' }] });
    expect((await session.owner.get('/channels?search=from+the+file')).body.items).toMatchObject([
      { name: 'work copy' },
    ]);
  });

  it('says of another file what is wrong with it', async () => {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Import channels' }).click();
    await chooseFile('{"format": ');
    await page.getByRole('button', { name: 'Show what would be done' }).click();
    await page.getByText('This is neither JSON nor YAML').first().waitFor();
    session.complaints();
    await close();
  });

  it('goes to the part with the member the gateway complains of, and into its field', async () => {
    await open('work');
    await tab('Overrides');
    for (const path of ['reasoning.effort', 'model']) {
      await page.getByRole('button', { name: 'Add parameter rule' }).click();
      await page.getByLabel('Parameter', { exact: true }).last().fill(path);
    }
    await tab('General');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('cannot be overridden').first().waitFor();
    const isFocused = (label: string) =>
      expect
        .poll(() =>
          page
            .getByLabel(label, { exact: true })
            .last()
            .evaluate((control) => control === control.ownerDocument.activeElement),
        )
        .toBe(true);
    await isFocused('Parameter');
    expect(await page.getByLabel('Parameter', { exact: true }).last().getAttribute('aria-invalid')).toBe(
      'true',
    );
    session.complaints();
    await page.getByLabel('Parameter', { exact: true }).last().fill('quality');
    await tab('General');
    await page.getByLabel('Base URL').fill('ftp://nowhere');
    await tab('Limits');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('must be an http(s) URL').first().waitFor();
    await isFocused('Base URL');
    session.complaints();
    await close();
    await page.getByRole('dialog').last().getByRole('button', { name: 'Discard changes' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('archives only after asking, and deletes for good only what is archived', async () => {
    await choose('work copy', 'Archive');
    await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
    await expect.poll(names).not.toContain('work copy');
    await page.getByLabel('State').selectOption('archived');
    await choose('work copy', 'Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'work copy', exact: true }).waitFor({ state: 'detached' });
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByLabel('State').selectOption('active');
  });

  it('shows channels of the configuration as they are, not to be changed', async () => {
    await open('demo');
    await page.getByText('stands in the configuration file').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
    expect(await page.getByLabel('Name', { exact: true }).isDisabled()).toBe(true);
    await close();
  });

  it('fits a phone, in the dark and in Chinese', async () => {
    const phone = await session.open('/channels', { ...PHONE, colorScheme: 'dark', locale: 'zh-CN' });
    await phone.getByRole('button', { name: 'work', exact: true }).click();
    await phone.getByRole('tab', { name: '模型' }).click();
    expect(await overflowOf(phone)).toBeLessThanOrEqual(0);
    expect(await seriousViolations(phone)).toEqual([]);
    await phone.close();
  });
});
