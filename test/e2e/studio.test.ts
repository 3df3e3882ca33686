import type { Page, Request } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, seriousViolations } from './browser.ts';
import { type ConsoleSession, goTo, overflowOf, PHONE, startConsole } from './visitor.ts';

const FORMATS = {
  images: '/v1/images/generations',
  responses: '/v1/responses',
  anthropic: '/v1/messages',
  gemini: ':generateContent',
  chat: '/v1/chat/completions',
};

/** Hands a picture of one colour to the page, as if it were pasted or dropped. */
const give = (page: Page, how: 'paste' | 'drop', colour: string): Promise<unknown> =>
  page.evaluate(`(async () => {
    const canvas = new OffscreenCanvas(120, 80);
    const context = canvas.getContext('2d');
    context.fillStyle = ${JSON.stringify(colour)};
    context.fillRect(0, 0, 120, 80);
    const files = new DataTransfer();
    files.items.add(new File([await canvas.convertToBlob()], 'picture.png', { type: 'image/png' }));
    const event = ${JSON.stringify(how)} === 'paste'
      ? new ClipboardEvent('paste', { clipboardData: files, bubbles: true, cancelable: true })
      : new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true });
    document.querySelector('main h1').closest('main').querySelector('form').dispatchEvent(event);
  })()`);

/** What the page sends next to be edited. */
async function nextEdit(page: Page): Promise<Record<string, unknown>> {
  const sent: Request = await page.waitForRequest((request) => request.url().endsWith('/v1/images/edits'));
  return sent.postDataJSON() as Record<string, unknown>;
}

const pixelsOf = async (dataUrl: string) => {
  const { data, info } = await sharp(Buffer.from(dataUrl.split(',')[1] ?? '', 'base64'))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    ...info,
    at: (x: number, y: number) => [...data.subarray((y * info.width + x) * 4).subarray(0, 4)],
  };
};

describe.skipIf(!hasBrowser())('the image studio', { timeout: 120_000 }, () => {
  let session: ConsoleSession;
  let page: Page;
  const prompt = () => page.getByLabel('Prompt');
  const results = () => page.getByRole('region', { name: 'Results' });
  const history = () => page.getByRole('navigation', { name: 'History' });
  const submit = () => page.locator('form button[type=submit]').click();
  const finished = (count: number) =>
    expect.poll(() => page.locator('[data-state=done]').count()).toBe(count);
  beforeAll(async () => {
    session = await startConsole();
    page = await session.open('/studio');
  }, 180_000);
  afterAll(() => session.close());
  afterEach(() => {
    expect(session.complaints()).toEqual([]);
  });

  it('runs several models side by side, each with its time and cost, in any size', async () => {
    await prompt().fill('A red kite over the sea');
    await page.getByRole('checkbox', { name: 'demo-chat' }).check();
    await page.getByLabel(/^Size/).selectOption('own');
    await page.getByLabel('Another size').fill('300x200');
    await page.getByRole('spinbutton', { name: /^Pictures/ }).fill('2');
    await submit();
    await finished(2);
    expect(await results().locator('img[data-kind=picture]').count()).toBe(4);
    expect(await results().getByText('$0.0000').count()).toBe(2);
    expect(
      await results()
        .getByText(/^\d+\.\d s$/)
        .count(),
    ).toBe(2);
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('says what models cannot do before they are asked, and what became of it afterwards', async () => {
    await page.getByRole('spinbutton', { name: /^Pictures/ }).fill('1');
    await page.getByLabel(/^Moderation/).selectOption('low');
    await page.getByText('demo-image: impossible – The provider has no such setting.').waitFor();
    await submit();
    await finished(2);
    await page.getByRole('list', { name: 'Warnings' }).first().getByText('moderation').waitFor();
    await page.getByLabel(/^Moderation/).selectOption('');
  });

  it('shows a refusal as what it is', async () => {
    await prompt().fill('Something forbidden');
    await submit();
    await page.locator('[data-refused]').nth(1).waitFor();
    await page.getByText("The provider's content policy refused this").first().waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    expect(session.complaints()).toEqual([expect.stringMatching(/^400 /), expect.stringMatching(/^400 /)]);
  });

  it('takes pictures that are pasted or dropped anywhere, in their order', async () => {
    await page.getByRole('checkbox', { name: 'demo-chat' }).uncheck();
    await give(page, 'paste', '#ff0000');
    await page.getByRole('img', { name: 'Picture 1 to start from' }).waitFor();
    await give(page, 'drop', '#0000ff');
    await page.getByRole('img', { name: 'Picture 2 to start from' }).waitFor();
    await prompt().fill('Both together');
    const asked = nextEdit(page);
    await submit();
    const { images } = (await asked) as { images: { image_url: string }[] };
    const colours = await Promise.all(
      images.map(async (each) => (await pixelsOf(each.image_url)).at(60, 40)),
    );
    expect(colours).toEqual([
      [255, 0, 0, 255],
      [0, 0, 255, 255],
    ]);
    await finished(1);
  });

  it('paints masks with brush and eraser, takes strokes back, inverts and zooms', async () => {
    await page.getByRole('button', { name: 'Paint a mask' }).click();
    const dialog = page.getByRole('dialog', { name: 'Mask' });
    const canvas = dialog.locator('canvas');
    const tool = (name: string) => dialog.getByRole('button', { name, exact: true });
    /** From and to in parts of the picture. */
    const stroke = async (from: readonly [number, number], to: readonly [number, number]): Promise<void> => {
      const box = await canvas.boundingBox();
      if (!box) throw new Error('no canvas');
      await page.mouse.move(box.x + box.width * from[0], box.y + box.height * from[1]);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * to[0], box.y + box.height * to[1], { steps: 6 });
      await page.mouse.up();
    };
    await stroke([0.2, 0.5], [0.8, 0.5]);
    await stroke([0.5, 0.1], [0.5, 0.2]);
    await tool('Undo').click();
    await tool('Redo').click();
    await tool('Clear').click();
    // Clearing, the second stroke, and both of them once more; then the second one is taken back for good.
    const mayRedo = () => tool('Redo').isEnabled();
    for (const key of ['Control+z', 'Meta+z']) await page.keyboard.press(key);
    expect(await mayRedo()).toBe(true);
    for (const key of ['Control+Shift+Z', 'Control+y']) await page.keyboard.press(key);
    expect(await mayRedo()).toBe(false);
    for (const key of ['Control+z', 'Control+z']) await page.keyboard.press(key);
    expect(await tool('Undo').getAttribute('title')).toBe('Undo (Ctrl+Z)');
    await dialog.getByText('Ctrl+Z takes a step back, Ctrl+Shift+Z or Ctrl+Y makes it again.').waitFor();
    await tool('Eraser').click();
    await stroke([0.5, 0.4], [0.5, 0.6]);
    const width = (await canvas.boundingBox())?.width ?? 0;
    await tool('Zoom in').click();
    expect((await canvas.boundingBox())?.width).toBeCloseTo(width * 2, 0);
    await tool('Zoom out').click();
    expect(await seriousViolations(page)).toEqual([]);
    await tool('Use the mask').click();
    let asked = nextEdit(page);
    await submit();
    const mask = await pixelsOf(((await asked).mask as { image_url: string }).image_url);
    expect([mask.width, mask.height]).toEqual([120, 80]);
    const mayChange = ([, , , alpha]: number[]) => alpha === 0;
    expect([mask.at(30, 40), mask.at(90, 40)].map(mayChange)).toEqual([true, true]);
    // Erased, taken back, and never touched.
    expect([mask.at(60, 40), mask.at(60, 12), mask.at(5, 5)].map(mayChange)).toEqual([false, false, false]);
    await finished(1);
    await page.getByRole('button', { name: 'Paint the mask again' }).click();
    await stroke([0.2, 0.5], [0.8, 0.5]);
    await tool('Invert').click();
    await tool('Use the mask').click();
    asked = nextEdit(page);
    await submit();
    const inverted = await pixelsOf(((await asked).mask as { image_url: string }).image_url);
    expect([inverted.at(60, 40), inverted.at(5, 5)].map(mayChange)).toEqual([false, true]);
    await finished(1);
  });

  it('hangs edits and variations below the step they come from, and goes on from any of them', async () => {
    await history().getByRole('button', { name: 'A red kite over the sea' }).first().click();
    await results().getByRole('button', { name: 'Edit' }).first().click();
    await prompt().fill('A blue boat');
    await submit();
    await finished(1);
    await results().getByRole('button', { name: 'Variation' }).click();
    await finished(1);
    const inner = history().locator('ul ul');
    await inner.first().getByRole('button', { name: 'A blue boat', exact: true }).waitFor();
    await inner
      .locator('ul')
      .getByRole('button', { name: /A variation of this picture/ })
      .waitFor();
    await history().getByRole('button', { name: 'A red kite over the sea' }).first().click();
    await page.getByRole('button', { name: 'Use prompt and parameters again' }).click();
    expect(await prompt().inputValue()).toBe('A red kite over the sea');
    expect(await page.getByRole('spinbutton', { name: /^Pictures/ }).inputValue()).toBe('2');
    expect(await page.getByRole('checkbox', { name: 'demo-chat' }).isChecked()).toBe(true);
    expect(await page.getByRole('img', { name: /to start from/ }).count()).toBe(0);
  });

  it('shows the request as a program in the format of every client, for each model', async () => {
    await page.getByRole('button', { name: 'Code' }).click();
    const dialog = page.getByRole('dialog', { name: 'Code' });
    await dialog.getByLabel('Model', { exact: true }).selectOption('demo-chat');
    for (const [format, path] of Object.entries(FORMATS)) {
      await dialog.getByLabel('Format').selectOption(format);
      for (const language of ['curl', 'python', 'typescript']) {
        await dialog.getByLabel('Language').selectOption(language);
        const code = (await dialog.locator('pre').textContent()) ?? '';
        for (const part of [path, '300x200', 'demo-chat', 'AXONHUB_KEY']) expect(code).toContain(part);
      }
    }
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('finds kept pictures by prompt, model, key and time', async () => {
    await goTo(page, 'Gallery');
    const thumbnails = page.locator('main button img');
    await thumbnails.nth(5).waitFor();
    const shows = (count: number) => expect.poll(() => thumbnails.count()).toBe(count);
    await page.getByLabel('Part of the prompt').fill('blue boat');
    await shows(2);
    await page.getByLabel('Model').fill('demo-image');
    await page.getByLabel('Key').selectOption({ label: 'Playground of Ada Lovelace' });
    await shows(2);
    await page.getByLabel('Time', { exact: true }).selectOption('custom');
    await page.getByLabel('Until').fill('2020-01-01T00:00');
    await page.getByText('None fits.').waitFor();
    await page.getByLabel('Time', { exact: true }).selectOption('hour');
    await page.waitForURL(/range=hour/);
    await shows(2);
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('tells of a kept picture what is known, and makes a link that works without signing in', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('main button img').last().click();
    const dialog = page.getByRole('dialog', { name: 'demo-image' });
    for (const fact of ['A blue boat', '300 × 200', '$0.00', 'Playground of Ada Lovelace', '300x200'])
      await dialog.getByText(fact).first().waitFor();
    await dialog.getByRole('link', { name: /^req_/ }).first().waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText(/Link copied/).waitFor();
    const link = String(await page.evaluate('navigator.clipboard.readText()'));
    expect((await sharp(Buffer.from(await (await fetch(link)).arrayBuffer())).metadata()).width).toBe(300);
  });

  it('asks again for the like of a kept picture, or starts from it', async () => {
    await page.getByRole('link', { name: 'Ask again' }).click();
    await expect.poll(() => prompt().inputValue()).toBe('A blue boat');
    expect(await page.getByLabel('Another size').inputValue()).toBe('300x200');
    await page.goBack();
    await page.goto(`${session.gateway.url}/gallery?text=blue+boat`);
    await page.locator('main button img').last().click();
    await page.getByRole('link', { name: 'Edit from here' }).click();
    await page.getByRole('img', { name: 'Picture 1 to start from' }).waitFor();
    await page.waitForURL((url) => url.search === '');
    await page.getByRole('button', { name: 'Paint a mask' }).waitFor();
  });

  it('deletes a kept picture only after asking', async () => {
    await page.goto(`${session.gateway.url}/gallery?text=blue+boat`);
    const thumbnails = page.locator('main button img');
    await thumbnails.nth(1).waitFor();
    await thumbnails.last().click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').last().getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => thumbnails.count()).toBe(1);
  });

  it.each(['/studio', '/gallery'])('%s fits a phone, in the dark and in Chinese', async (path) => {
    const phone = await session.open(path, { ...PHONE, colorScheme: 'dark', locale: 'zh-CN' });
    await phone.waitForLoadState('networkidle');
    expect(await overflowOf(phone)).toBeLessThanOrEqual(0);
    expect(await seriousViolations(phone)).toEqual([]);
    await phone.close();
  });

  it('says in Chinese too what becomes of a parameter', async () => {
    const chinese = await session.open('/studio', { locale: 'zh-CN' });
    const told = chinese.locator('main span[title*=":"]');
    await told.first().waitFor();
    const notes = (await told.all()).map((each) => each.getAttribute('title'));
    const words = (await Promise.all(notes)).join('\n');
    expect(words).toMatch(/[\u4e00-\u9fff]/);
    // No sentence of English is left: names of models and formats have no full stop behind words.
    expect(words.match(/[a-z]+ [a-z]+[^\n]*\./gi) ?? []).toEqual([]);
    await chinese.close();
  });
});
