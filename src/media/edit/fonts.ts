import { createRequire } from 'node:module';
import { fromFont } from './open.ts';

const FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];
let loading: Promise<void> | undefined;

/**
 * Makes text appear on machines without any font. Drawing one letter with a font file adds that file to the fonts this
 * process knows, for SVG too; no environment variable reaches fontconfig from a worker thread. The system's own fonts stay
 * in use beside it (Chinese, for example, needs one).
 */
export function loadFonts(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  const { resolve } = createRequire(import.meta.url);
  for (const font of FONTS) {
    await fromFont(resolve(`dejavu-fonts-ttf/ttf/${font}`))
      .raw()
      .toBuffer();
  }
}
