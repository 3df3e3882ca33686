import { execFileSync } from 'node:child_process';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Source {
  readonly path: string;
  readonly text: string;
}

const read = (path: string): Source => ({ path, text: readFileSync(path, 'utf8') });
const isTest = ({ path }: Source) => /\.test\.ts$|^(test|bench)\//.test(path);
const folders = (path: string) =>
  readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

const everything = globSync('{src,test,scripts,bench,console/src}/**/*.{ts,tsx}', {
  exclude: ['**/fixtures/**', '**/node_modules/**'],
}).map(read);
const production = everything.filter((source) => source.path.startsWith('src/') && !isTest(source));

/** `path:line` of every line that matches. */
function linesMatching(sources: readonly Source[], pattern: RegExp): string[] {
  return sources.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

describe('source files', () => {
  it('are at most 400 lines long', () => {
    expect(everything.filter(({ text }) => text.split('\n').length > 401).map(({ path }) => path)).toEqual(
      [],
    );
  });

  it('are named in kebab-case for the one thing inside', () => {
    const names = everything.map(({ path }) => ({
      path,
      name: basename(path).replace(/(\.test)?\.tsx?$/, ''),
    }));
    const vague = /^(utils?|helpers?|types?|common|misc|shared)$/;
    const bad = names.filter(({ name }) => vague.test(name) || !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(name));
    expect(bad.map(({ path }) => path)).toEqual([]);
  });

  it('do not switch the type checker off', () => {
    const others = everything.filter(({ path }) => !path.startsWith('src/wire/'));
    expect(linesMatching(others, /biome-ignore lint\/suspicious\/noExplicitAny/)).toEqual([]);
    expect(linesMatching(everything, /@ts-(ignore|nocheck)/)).toEqual([]);
  });

  it('write their imports at the top, where the import rules see them', () => {
    expect(linesMatching(everything, /(?<!await )\bimport\('[^']+'\)\.[A-Z]/)).toEqual([]);
  });
});

describe('production code', () => {
  it('touches the environment, the arguments and signals in main.ts alone', () => {
    const others = production.filter(({ path }) => path !== 'src/main.ts');
    expect(linesMatching(others, /\bprocess\.(env|argv|on|once|exit)\b/)).toEqual([]);
  });

  it('says of every oddity of others when it was seen, so that it can be looked at again', () => {
    const comments = production.flatMap(({ path, text }) =>
      [...text.matchAll(/\/\*[\s\S]*?\*\/|(?:^[ \t]*\/\/.*\n)+/gm)].map(([comment]) => ({ path, comment })),
    );
    const oddities = comments.filter(({ comment }) => comment.includes('quirk('));
    expect(oddities.length).toBeGreaterThan(100);
    const undated = oddities.filter(({ comment }) => !/\b20\d\d-\d\d\b/.test(comment));
    expect(undated.map(({ path, comment }) => `${path}: ${comment.slice(0, 80)}`)).toEqual([]);
  });

  it('never names a provider outside src/providers and the configuration', () => {
    const ids = folders('src/providers').filter((name) => name !== 'openai-compatible');
    const shared = production.filter(({ path }) => !/^src\/(providers\/|config)/.test(path));
    expect(ids).toContain('demo');
    const named = linesMatching(shared, new RegExp(`['"\`](${ids.join('|')})['"\`]`));
    // A client format may bear its inventor's name, in its own folder.
    expect(named.filter((line) => !/^src\/dialects\/(anthropic|gemini)\//.test(line))).toEqual([]);
  });
});

describe('the repository', () => {
  const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean);

  it('describes every folder of src/ in ARCHITECTURE.md', () => {
    const { text } = read('ARCHITECTURE.md');
    expect(folders('src').filter((name) => !text.includes(`${name}/`))).toEqual([]);
  });

  it('names no registry in the lock file, so that any mirror serves it', () => {
    expect(linesMatching([read('package-lock.json')], /"resolved": "\w+:/)).toEqual([]);
  });

  it("holds no path of somebody's machine", () => {
    const texts = tracked.filter((path) =>
      /\.(ts|js|mjs|json|md|ya?ml|sh)$|^(Dockerfile|\.ci\/run)$/.test(path),
    );
    const pattern = /(^|[\s"'`(=:])(\/work\/|\/root\/|\/Users\/\w|\/home\/\w|[A-Z]:\\Users\\)/;
    expect(linesMatching(texts.map(read), pattern)).toEqual([]);
  });

  it('numbers its decisions without gaps', () => {
    const numbers = readdirSync('decisions').map((name) => Number.parseInt(name, 10));
    expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));
  });
});
