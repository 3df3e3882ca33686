import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawScene, type Scene } from './scene.ts';

const scene = (changes: Partial<Scene> = {}): Scene => ({
  size: { width: 320, height: 240 },
  prompt: 'A red kite',
  notes: [],
  seed: '1',
  saturation: 0.6,
  detail: 10,
  ground: 'full',
  watermark: false,
  thumbnails: [],
  ...changes,
});

const pixels = (changes: Partial<Scene>) =>
  sharp(Buffer.from(drawScene(scene(changes))))
    .raw()
    .toBuffer();

describe('demo scenes', () => {
  it('always say that no AI is involved, and how large they are', () => {
    for (const size of [
      { width: 16, height: 16 },
      { width: 4096, height: 512 },
    ]) {
      const text = drawScene(scene({ size }))
        .replaceAll(/<[^>]*>/g, ' ')
        .replaceAll(/\s+/g, ' ');
      expect(text.replaceAll(' ', '')).toContain('AxonHubdemo–noAIinvolved');
      expect(text.replaceAll(' ', '')).toContain(`${size.width}×${size.height}`);
    }
  });

  it('let no markup, control character or broken surrogate of a prompt through', async () => {
    const prompt = '</text><script>alert("1")</script>\u0000\u001b\ud800 & \'x\'';
    const svg = drawScene(scene({ prompt, notes: [prompt] }));
    expect(svg).not.toContain('<script');
    await expect(sharp(Buffer.from(svg)).metadata()).resolves.toMatchObject({ width: 320, height: 240 });
  });

  it('are the same for the same words and another for another seed', async () => {
    const first = await pixels({});
    expect((await pixels({})).equals(first)).toBe(true);
    expect((await pixels({ seed: '2' })).equals(first)).toBe(false);
    expect((await pixels({ prompt: 'A blue kite' })).equals(first)).toBe(false);
  });

  it('leave the edge transparent when nothing is to be behind them', async () => {
    expect((await pixels({ ground: 'none' }))[3]).toBe(0);
    expect((await pixels({ ground: 'full' }))[3]).toBe(255);
    const veil = (await pixels({ ground: 'veil', detail: 0 }))[3] ?? 0;
    expect(veil).toBeGreaterThan(50);
    expect(veil).toBeLessThan(200);
  });

  it('grow from preview to preview', () => {
    const shapes = (svg: string): number => svg.split(/<circle|transform="rotate/).length;
    const first = drawScene(scene({ preview: { number: 1, of: 2 } }));
    const second = drawScene(scene({ preview: { number: 2, of: 2 } }));
    expect(shapes(first)).toBeLessThan(shapes(second));
    expect(shapes(second)).toBeLessThan(shapes(drawScene(scene())));
    expect(first).toContain('preview 1 of 2');
  });

  it('carry a mark only when asked', () => {
    const marks = (svg: string): number => svg.split('>AxonHub<').length - 1;
    expect(marks(drawScene(scene()))).toBe(0);
    expect(marks(drawScene(scene({ watermark: true })))).toBe(1);
  });
});
