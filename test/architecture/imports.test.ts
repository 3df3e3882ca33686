import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** A file, what it imports, and the rule that must refuse it (none: it is allowed). */
const CASES: readonly (readonly [file: string, imported: string, rule?: string])[] = [
  ['contract/a.ts', '../wire/b.ts', 'contract-imports'],
  ['lib/a.ts', '../contract/b.ts', 'lib-imports'],
  ['wire/a.ts', '../contract/b.ts'],
  ['media/a.ts', '../storage/ports.ts'],
  ['media/b.ts', '../storage/sqlite/open.ts', 'storage-engines'],
  ['app.ts', './storage/sqlite/open.ts'],
  ['dialects/one/a.ts', '../two/a.ts', 'dialects-know-each-other'],
  ['dialects/one/b.ts', '../openai-shared/error.ts'],
  ['dialects/all.ts', './one/a.ts'],
  ['providers/one/a.ts', '../openai-compatible/chat.ts'],
  ['providers/one/b.ts', '../two/a.ts', 'providers-know-each-other'],
  ['providers/bedrock/a.ts', '../anthropic/chat.ts'],
  ['providers/bedrock/b.ts', '../two/a.ts', 'providers-know-each-other'],
  ['providers/bedrock/c.ts', '../openai-compatible/chat.ts'],
  ['providers/one/anthropic.ts', '../anthropic/chat.ts', 'providers-know-each-other'],
  ['providers/one/c.ts', '../../dialects/one/a.ts', 'providers-imports'],
  ['providers/one/d.ts', '../../wire/schema.ts'],
  ['providers/one/e.ts', '../../wire/sse.ts', 'providers-imports'],
  ['providers/one/f.ts', 'node:fs', 'pure-rooms'],
  ['providers/one/g.ts', 'node:fs/promises', 'pure-rooms'],
  ['providers/one/h.ts', 'undici', 'package-undici'],
  ['providers/one/h.test.ts', 'node:fs'],
  ['routing/a.ts', 'node:http', 'pure-rooms'],
  ['routing/b.ts', 'node:crypto'],
  ['server/a.ts', 'fastify'],
  ['server/b.ts', 'sharp', 'package-sharp'],
  ['server/c.ts', '../storage/ports.ts', 'server-imports'],
  ['server/d.ts', '../app.ts', 'composition-root'],
  ['egress/a.ts', 'undici'],
  ['egress/b.ts', 'axios', 'unlisted-package'],
  ['egress/c.ts', './missing.ts', 'resolvable'],
  ['metering/a.ts', '../../test/fake.ts', 'tests-stay-outside'],
  ['telemetry/a.ts', './b.ts', 'no-cycles'],
  ['telemetry/b.ts', './a.ts', 'no-cycles'],
];

const TARGETS = [
  'src/wire/b.ts',
  'src/wire/sse.ts',
  'src/wire/schema.ts',
  'src/contract/b.ts',
  'src/storage/ports.ts',
  'src/storage/sqlite/open.ts',
  'src/dialects/two/a.ts',
  'src/dialects/openai-shared/error.ts',
  'src/providers/two/a.ts',
  'src/providers/anthropic/chat.ts',
  'src/providers/openai-compatible/chat.ts',
  'test/fake.ts',
];

let folder = '';
let modules: ICruiseResult['modules'] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axonhub-imports-'));
  for (const target of TARGETS) await write(target, 'export const value = 1;');
  // A type import is an import: the rules are about what a reader has to know.
  for (const [file, imported] of CASES)
    await write(`src/${file}`, `import type { value } from '${imported}';`);
  const args = ['src', '--config', join(process.cwd(), '.dependency-cruiser.mjs'), '--output-type', 'json'];
  const { stdout, stderr } = spawnSync(join(process.cwd(), 'node_modules/.bin/depcruise'), args, {
    cwd: folder,
    encoding: 'utf8',
  });
  if (stderr) throw new Error(stderr);
  modules = (JSON.parse(stdout) as ICruiseResult).modules;
});
afterAll(() => rm(folder, { recursive: true }));

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}

it.each(CASES)('%s importing %s breaks the right rule', (file, _imported, rule) => {
  const found = modules.find(({ source }) => source === `src/${file}`);
  const broken = found?.dependencies.flatMap(({ rules = [] }) => rules.map(({ name }) => name));
  if (rule === undefined) expect(broken).toEqual([]);
  else expect(broken).toContain(rule);
});
