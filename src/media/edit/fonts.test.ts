import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>';

/** Draws each text in a process whose fontconfig knows no font, and counts the pixels that have ink. */
function inkWithoutFonts(texts: readonly string[]): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'axonhub-fonts-'));
  const config = join(folder, 'fonts.conf');
  writeFileSync(config, NO_FONTS);
  const script = `
    import sharp from 'sharp';
    import { BytesPayload } from ${JSON.stringify(new URL('../../contract/payload.ts', import.meta.url).href)};
    import { createEditor } from ${JSON.stringify(new URL('../edit.ts', import.meta.url).href)};
    const editor = createEditor({ threads: 1 });
    const spool = { open: () => { const all = []; return { write: (c) => void all.push(c), abort: async () => {}, finish: async () => new BytesPayload(Buffer.concat(all)) } } };
    const ink = [];
    for (const text of ${JSON.stringify(texts)}) {
      const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"><text x="9" y="44" font-family="sans-serif" font-size="40">' + text + '</text></svg>';
      const drawn = await editor.render(svg, { format: 'png' }, spool);
      const pixels = await sharp(drawn.bytes).extractChannel(3).raw().toBuffer();
      ink.push(pixels.filter((alpha) => alpha > 0).length);
    }
    console.log(JSON.stringify(ink));
    await editor.close();`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, FONTCONFIG_FILE: config, FONTCONFIG_PATH: folder },
    encoding: 'utf8',
  });
  return JSON.parse(output);
}

describe('text', () => {
  it('appears as letters on a machine without any font', () => {
    const [thin = 0, thick = 0, blank] = inkWithoutFonts(['iii', 'WWW', '   ']);
    expect(blank).toBe(0);
    expect(thin).toBeGreaterThan(100);
    // The boxes that stand for missing letters are all alike.
    expect(thick).toBeGreaterThan(thin * 1.5);
  });

  it('appears in Chinese too', () => {
    const [simple = 0, full = 0] = inkWithoutFonts(['一一', '鑫鑫']);
    expect(simple).toBeGreaterThan(50);
    expect(full).toBeGreaterThan(simple * 3);
  });
});
