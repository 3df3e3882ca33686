import { createRequire } from 'node:module';
import { fromFont } from './open.ts';

const LATIN = ['dejavu-fonts-ttf/ttf/DejaVuSans.ttf', 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'];
const CHINESE = ['@expo-google-fonts/zcool-xiaowei/400Regular/ZCOOLXiaoWei_400Regular.ttf'];
const HAN = /\p{Script=Han}/u;

const loaded = new Map<string, Promise<void>>();

/**
 * Makes a text appear on machines without any font. Drawing one letter with a font file adds that file to the fonts this
 * process knows, for SVG too; no environment variable reaches fontconfig from a worker thread. The system's own fonts stay
 * in use beside it (Japanese and Korean, for example, need one). Fonts of a script are loaded with its first text.
 */
export async function loadFontsFor(text: string): Promise<void> {
  await Promise.all([...LATIN, ...(HAN.test(text) ? CHINESE : [])].map(loadOnce));
}

function loadOnce(font: string): Promise<void> {
  const loading = loaded.get(font) ?? load(font);
  loaded.set(font, loading);
  return loading;
}

async function load(font: string): Promise<void> {
  const { resolve } = createRequire(import.meta.url);
  await fromFont(resolve(font)).raw().toBuffer();
}
