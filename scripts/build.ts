import {
  copyFileSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { OutputFile } from 'esbuild';

/**
 * Bundles the gateway into dist/, for publishing and for `npm start` (`--when-changed`: only where a source is newer): main.js
 * and, side by side with it, one file per worker thread. Node strips no types below node_modules, and a thousand small files take
 * twice as long to start. Packages that every start needs are taken in; those with binaries or files of their own stay outside, and
 * so do those that few installations load.
 */
const OUTSIDE = [
  ...['sharp', 'piscina', 'dejavu-fonts-ttf'],
  ...['@aws-sdk/client-s3', 'pg', '@redis/client', 'openid-client', '@modelcontextprotocol/sdk'],
  '@opentelemetry/*',
];
/** What Fastify would load for schemas and tests of its own routes, which the gateway has none of. */
const UNUSED = ['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler', 'light-my-request'];
/** CommonJS packages ask for Node's own modules in their way, which a bundle of modules does not know. */
const REQUIRE =
  "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);";

if (process.argv.includes('--when-changed') && isFresh()) process.exit();
const { build } = await import('esbuild');
const { metafile, outputFiles } = await build({
  entryPoints: ['src/main.ts', ...globSync('src/**/*-worker.ts')],
  entryNames: '[name]',
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  external: [...OUTSIDE, ...UNUSED],
  banner: { js: REQUIRE },
  // Names stay as they are: they stand in the stacks of errors.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  metafile: true,
  sourcemap: true,
  write: false,
  logLevel: 'warning',
});
replaceFiles(outputFiles);

/** The page of /docs/api is copied: of a package of 15 MB two files are needed, and its installation reports home. */
const reference = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
mkdirSync('dist/api-reference', { recursive: true });
for (const file of [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'swagger-ui-bundle.js.LICENSE.txt',
  'LICENSE',
  'NOTICE',
])
  copyFileSync(join(reference, file), join('dist/api-reference', file));

/** The licences of what was taken in want their texts to come along. */
const packages = new Set(
  Object.keys(metafile.inputs).flatMap(
    (file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [],
  ),
);
writeFileSync(
  'dist/THIRD-PARTY-LICENSES.txt',
  [...packages]
    .sort()
    .map(licenceOf)
    .join(`\n${'-'.repeat(80)}\n\n`),
);

function licenceOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly [member: string]: string;
  };
  const texts = globSync(join(folder, '{LICENSE,LICENCE,license,License,NOTICE,COPYING}*'));
  if (texts.length === 0 && license === undefined) throw new Error(`${name} does not say how it is licensed`);
  return [`${name} ${version} (${license})`, ...texts.map((file) => readFileSync(file, 'utf8'))].join('\n\n');
}

/** Whether nothing it is made of has changed since. */
function isFresh(): boolean {
  const changed = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ['package-lock.json', 'scripts/build.ts', ...globSync('src/**/*.ts')];
  return changed('dist/main.js') > Math.max(...sources.map(changed));
}

/** What stays the same is left alone, and nothing is there by halves: a gateway that runs loads some of it only when it is used. */
function replaceFiles(files: readonly OutputFile[]): void {
  mkdirSync('dist', { recursive: true });
  const before = new Set(globSync('dist/*.{js,map}').map((path) => resolve(path)));
  for (const { path, contents } of files) {
    if (before.delete(path) && readFileSync(path).equals(contents)) continue;
    const unfinished = `${path}.${process.pid}`;
    writeFileSync(unfinished, contents);
    renameSync(unfinished, path);
  }
  for (const path of before) rmSync(path, { force: true });
  utimesSync('dist/main.js', new Date(), new Date());
}
