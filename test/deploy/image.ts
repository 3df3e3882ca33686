import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What deploy/Dockerfile says of the image's last stage. */
export interface ImageSettings {
  readonly environment: { readonly [name: string]: string };
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
}

export function imageSettings(): ImageSettings {
  const lines = readFileSync('deploy/Dockerfile', 'utf8').replaceAll('\\\n', ' ').split('\n');
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
  const after = (word: string) => last.find((line) => line.startsWith(`${word} `))?.slice(word.length) ?? '';
  const list = (text: string) => JSON.parse(text.slice(text.indexOf('['))) as string[];
  const environment = [...after('ENV').matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
  return {
    environment: Object.fromEntries(environment),
    command: [...list(after('ENTRYPOINT')), ...list(after('CMD'))],
    healthCheck: list(after('HEALTHCHECK')),
  };
}

/**
 * The image's stages by hand, with the packages of this checkout in place of freshly installed ones: only what .dockerignore lets in is
 * built, and only what the last stage copies is left. Gives its folder.
 */
export function makeImage(folder: string): string {
  const [build, app] = [join(folder, 'build'), join(folder, 'app')];
  mkdirSync(build, { recursive: true });
  for (const name of allowed()) {
    const filter = (path: string) => !/(^|\/)node_modules(\/|$)|\.test\.ts$/.test(path);
    cpSync(name, join(build, name), { recursive: true, filter });
  }
  symlinkSync(resolve('node_modules'), join(build, 'node_modules'));
  const bin = resolve('node_modules/.bin');
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
  execFileSync('npm', ['run', 'build'], { cwd: build, env, stdio: 'pipe' });
  mkdirSync(app);
  for (const name of copied()) cpSync(join(build, name), join(app, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(app, 'node_modules'));
  return app;
}

/** What .dockerignore lets in. */
export function allowed(): readonly string[] {
  const lines = readFileSync('.dockerignore', 'utf8').split('\n');
  return lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
}

/** What the last stage takes from the one that builds. */
function copied(): readonly string[] {
  const lines = readFileSync('deploy/Dockerfile', 'utf8').matchAll(/^COPY --from=build (.+) \S+$/gm);
  const names = [...lines].flatMap(([, sources = '']) =>
    sources.split(' ').map((path) => path.replace('/src/', '')),
  );
  if (names.some((name) => name !== 'dist' && !existsSync(name))) throw new Error(`not all there: ${names}`);
  return names;
}
