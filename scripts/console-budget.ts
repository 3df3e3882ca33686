import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/**
 * Looks at the built console: what a browser loads before the first page may weigh so much, and everything is a file of our own, as the
 * content security policy wants it. Builds it where it is older than its sources.
 */
const MOST_BYTES = 250_000;
const FOLDER = 'dist/console';

const { status } = spawnSync(process.execPath, ['scripts/build-console.ts'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

const page = readFileSync(`${FOLDER}/index.html`, 'utf8');
const linked = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
// The words of the language in use are loaded by the first script.
const words = globSync(`${FOLDER}/assets/words-en-*.js`).map((path) => path.slice(FOLDER.length));
const scripts = [...linked.filter((address) => address.endsWith('.js')), ...words];
const weigh = (address: string): number => gzipSync(readFileSync(FOLDER + address), { level: 9 }).length;
const bytes = scripts.reduce((sum, address) => sum + weigh(address), 0);

const complaints = [
  ...(words.length === 1 ? [] : ['the words of a language are not in one file of their own']),
  ...(bytes <= MOST_BYTES ? [] : [`the first load is ${bytes} bytes, gzipped, and may be ${MOST_BYTES}`]),
  ...linked.filter((address) => !address.startsWith('/')).map((address) => `${address} is not our own`),
  ...(/<script(?![^>]*\bsrc=)|<style|\son\w+=/.test(page)
    ? ['there is script or style in the page itself']
    : []),
];
for (const complaint of complaints) console.error(complaint);
console.log(
  `First load of the console: ${(bytes / 1000).toFixed(1)} kB gzipped in ${scripts.length} scripts`,
);
process.exitCode = complaints.length === 0 ? 0 : 1;
