import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { namesOf } from './new-provider/names.ts';
import { newProvider } from './new-provider.ts';

/** Not the one of the guide: who follows it to the letter would find the folder taken here. */
const NAME = 'newly-written';
const root = mkdtempSync(join(tmpdir(), 'axonhub-provider-'));
afterAll(() => rmSync(root, { recursive: true }));

/** The checkout as far as a provider needs it: all of it by link, but for the two folders that are written to. */
function borrowCheckout(): void {
  const link = (path: string) => symlinkSync(resolve(path), join(root, path));
  for (const folder of ['src/providers', 'test/upstreams'])
    mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['node_modules', 'package.json', 'tsconfig.json', 'vitest.config.ts']) link(file);
  for (const folder of ['contract', 'lib', 'wire', 'egress', 'storage']) link(`src/${folder}`);
  for (const file of ['contract', 'output', 'skip-reporter.ts']) link(`test/${file}`);
  link('src/providers/openai-compatible');
  for (const file of readdirSync('test/upstreams')) link(`test/upstreams/${file}`);
  cpSync('src/providers/all.ts', join(root, 'src/providers/all.ts'));
}

it('writes a provider that keeps the contract from its first minute', () => {
  borrowCheckout();
  const written = newProvider(NAME, root);
  expect(written).toContain(`src/providers/${NAME}/index.ts`);
  const all = readFileSync(join(root, 'src/providers/all.ts'), 'utf8');
  expect(all).toContain(`import { newlyWritten } from './${NAME}/index.ts';`);
  expect(all).toMatch(/ {2}newlyWritten,\n {2}demo,/);
  const args = ['run', '--root', root, `src/providers/${NAME}`];
  const { status, stdout, stderr } = spawnSync('node_modules/.bin/vitest', args, { encoding: 'utf8' });
  expect(`${stdout}${stderr}`).toMatch(/Tests .*passed/);
  expect(status).toBe(0);
}, 60_000);

it('never writes over what is there', () => {
  expect(() => newProvider(NAME, root)).toThrow('exists already');
});

it.each(['', 'Acme', 'acme_pictures', '../acme', '9lives', 'acme-'])('refuses the name "%s"', (name) => {
  expect(() => namesOf(name)).toThrow('is no name for a provider');
});
