import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DRAWING_MODELS, type House, openHouse, PROVIDER_NAMES } from '../gateway/house.ts';
import { inspectPicture } from '../upstreams/picture.ts';
import { type Language, missing, runProgram } from './run-program.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const PROGRAMS: readonly (readonly [Language, string])[] = [
  ['python', here('programs/images.py')],
  ['typescript', here('programs/images.ts')],
];

function skipWithout(language: Language, skip: (reason: string) => void): void {
  const reason = missing(language);
  if (reason) skip(reason);
}

describe.each(PROGRAMS)('the client program in %s', (language, program) => {
  beforeEach(({ skip }) => skipWithout(language, skip));

  it.each(PROVIDER_NAMES)('finds its picture from %s in message.content', async (provider) => {
    const { files, stdout } = await runProgram(
      language,
      [program, DRAWING_MODELS[provider], 'modalities'],
      house.gateway,
    );
    expect(files.map(({ name }) => name)).toEqual(['picture-1.png']);
    for (const { bytes } of files) expect(await inspectPicture(bytes)).toMatchObject({ format: 'png' });
    expect(stdout).toBe('');
  });

  it.each(PROVIDER_NAMES)('finds the tool call and the picture from %s', async (provider) => {
    const { files, stdout } = await runProgram(
      language,
      [program, DRAWING_MODELS[provider], 'tool'],
      house.gateway,
    );
    expect(stdout).toMatch(/^Image generated: ig_\S+\n$/);
    for (const { bytes } of files) {
      expect(await inspectPicture(bytes)).toMatchObject({ width: 512, height: 512, format: 'png' });
    }
    expect(files).toHaveLength(1);
  });
});

const GUIDES = ['docs/image-generation.md', 'docs/image-generation.zh-CN.md'];
const FENCES: readonly (readonly [Language, fence: string, ending: string])[] = [
  ['python', 'python', 'py'],
  ['typescript', 'ts', 'mts'],
];

describe.each(FENCES)('the guide’s program in %s', (language, fence, ending) => {
  beforeEach(({ skip }) => skipWithout(language, skip));

  it.each(GUIDES)('works as it stands in %s', async (guide) => {
    const text = await readFile(here(`../../${guide}`), 'utf8');
    const program = text.split(`\`\`\`${fence}\n`)[1]?.split('\n```')[0];
    if (!program) throw new Error(`no program in ${fence}`);
    const folder = await mkdtemp(join(tmpdir(), 'axonhub-guide-'));
    try {
      const file = join(folder, `program.${ending}`);
      await writeFile(file, program);
      const { files } = await runProgram(language, [file], house.gateway);
      expect(files.map(({ name }) => name)).toEqual(['picture.png']);
      for (const { bytes } of files) expect(await inspectPicture(bytes)).toMatchObject({ format: 'png' });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
