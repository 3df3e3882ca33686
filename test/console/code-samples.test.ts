import { execFile } from 'node:child_process';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pictureSample } from '../../console/src/features/code/picture-sample.ts';
import { type CodeLanguage, LANGUAGES, programOf } from '../../console/src/features/code/programs.ts';
import { FORMATS, fileUrl, type Sample } from '../../console/src/features/code/sample.ts';
import { TALK_FORMATS, type TalkQuestion, talkSample } from '../../console/src/features/code/talk-sample.ts';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';

const run = promisify(execFile);

let gateway: TestGateway;
let upstream: Fake;
let folder: string;
beforeAll(async () => {
  upstream = await startOpenAi();
  gateway = await startGateway({
    channels: [
      { name: 'demo', type: 'demo' },
      {
        name: 'work',
        type: 'openai',
        base_url: `${upstream.url}/v1`,
        api_key: 'sk-test',
        models: ['gpt-5-mini'],
      },
    ],
  });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axonhub-code-'));
});
afterEach(() => rm(folder, { recursive: true }));

const PROGRAMS: { readonly [language in CodeLanguage]: readonly [command: string, file: string] } = {
  curl: ['bash', 'program.sh'],
  python: ['python3', 'program.py'],
  typescript: [process.execPath, 'program.mts'],
};

/** Runs the program as somebody would who pasted it into a file. @returns what it printed */
async function ran(language: CodeLanguage, sample: Sample): Promise<string> {
  const [command, file] = PROGRAMS[language];
  await writeFile(join(folder, file), programOf(language, sample, gateway.url));
  const { PATH = '' } = process.env;
  const { stdout } = await run(command, [file], { cwd: folder, env: { PATH, AXONHUB_KEY: gateway.key } });
  return stdout;
}

const has = (name: string): Promise<boolean> =>
  access(join(folder, name)).then(
    () => true,
    () => false,
  );
const read = (name: string): Promise<Buffer> => readFile(join(folder, name));
const answer = async () => JSON.parse(await readFile(join(folder, 'answer.json'), 'utf8'));

/** Everything that shells and languages might take for something of their own. */
const PROMPT = 'It\'s a "kite" for $5 \\ `ls` 🪁\n雪';
const QUESTION = {
  ...{ model: 'demo-image', prompt: PROMPT, references: [] },
  parameters: { size: '300x200', output_format: 'webp', n: 2, seed: 7, strict: true },
} as const;
const everyProgram = (formats: readonly string[]) =>
  formats.flatMap((format) => LANGUAGES.map((language) => [format, language] as const));

describe('the program for a picture', () => {
  it.each(everyProgram(FORMATS) as [(typeof FORMATS)[number], CodeLanguage][])(
    'in the format %s and %s draws it with all its parameters',
    async (format, language) => {
      await ran(language, pictureSample(format, QUESTION));
      if (language === 'curl') {
        expect(JSON.stringify((await answer()).axonhub.images)).toContain('"width":300,"height":200');
        return;
      }
      for (const name of ['picture-1.webp', 'picture-2.webp']) {
        expect(await sharp(await read(name)).metadata()).toMatchObject({
          ...{ format: 'webp', width: 300, height: 200 },
        });
      }
    },
  );

  it.each(everyProgram(FORMATS) as [(typeof FORMATS)[number], CodeLanguage][])(
    'in the format %s and %s edits a file, within a mask where the format has a place for one',
    async (format, language) => {
      // Large enough that no command line could hold it.
      const noise = Buffer.from(Uint8Array.from({ length: 300 * 300 * 3 }, (_, at) => (at * 7919) % 251));
      const raw = { width: 300, height: 300, channels: 3 } as const;
      const input = await sharp(noise, { raw }).png().toBuffer();
      await writeFile(join(folder, 'input-1.png'), input);
      const hole = { width: 300, height: 150, channels: 4, background: '#0000' } as const;
      const mask = sharp({ create: hole }).extend({ bottom: 150, background: '#fff' }).png();
      await writeFile(join(folder, 'mask.png'), await mask.toBuffer());
      const sample = pictureSample(format, {
        ...{ model: 'demo-image', prompt: PROMPT, parameters: { size: '300x300' } },
        references: [{ name: 'input-1.png', type: 'image/png' }],
        mask: { name: 'mask.png', type: 'image/png' },
      });
      expect(sample.lost).toEqual(format === 'gemini' ? ['mask'] : []);
      await ran(language, sample);
      if (language === 'curl') {
        expect((await answer()).axonhub.images).toHaveLength(1);
        return;
      }
      const drawn = await sharp(await read('picture-1.png'))
        .removeAlpha()
        .raw()
        .toBuffer();
      const last = noise.subarray(-300);
      if (format !== 'gemini') expect(drawn.subarray(-300).equals(last)).toBe(true);
      expect(drawn).toHaveLength(noise.length);
    },
  );

  it.each(LANGUAGES)('in %s says why nothing came of it', async (language) => {
    const failed = await ran(
      language,
      pictureSample('images', { ...QUESTION, prompt: 'something forbidden' }),
    ).catch((error: { stderr: string; code: number }) => error);
    if (typeof failed === 'string') throw new Error('it did not fail');
    expect(failed.code).toBeGreaterThan(0);
    if (language === 'curl') expect((await answer()).error.message).toContain('"forbidden"');
    else expect(failed.stderr).toContain('the word "forbidden"');
    expect(await has('picture-1.webp')).toBe(false);
  });
});

const CALL = {
  id: 'call_1',
  type: 'function',
  function: { name: 'get_weather', arguments: '{"place":"Rome"}' },
};
const TALK: TalkQuestion = {
  model: 'gpt-5-mini',
  messages: [
    { role: 'system', content: 'Be brief.' },
    {
      role: 'user',
      content: [
        { type: 'image_url', image_url: { url: fileUrl({ name: 'picture-1.png', type: 'image/png' }) } },
        { type: 'text', text: PROMPT },
      ],
    },
    {
      role: 'assistant',
      content: 'A kite.',
      images: [
        { type: 'image_url', image_url: { url: fileUrl({ name: 'picture-2.png', type: 'image/png' }) } },
      ],
    },
    { role: 'user', content: 'And the weather in Rome?' },
    { role: 'assistant', content: '', tool_calls: [CALL] },
    { role: 'tool', tool_call_id: 'call_1', content: 'Rain' },
  ],
  tools: [
    {
      function: {
        name: 'get_weather',
        description: 'The weather at a place.',
        parameters: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] },
      },
    },
  ],
};

describe('the program for a chat', () => {
  it.each(everyProgram(TALK_FORMATS) as [(typeof TALK_FORMATS)[number], CodeLanguage][])(
    'in the format %s and %s goes on with pictures, calls and their results',
    async (format, language) => {
      const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
        .png()
        .toBuffer();
      for (const name of ['picture-1.png', 'picture-2.png']) await writeFile(join(folder, name), picture);
      // Chat completions have the type of a tool beside it.
      const tools =
        format === 'chat' ? TALK.tools?.map((tool) => ({ type: 'function', ...tool })) : TALK.tools;
      const printed = await ran(language, talkSample(format, { ...TALK, ...(tools && { tools }) }));
      const said = language === 'curl' ? JSON.stringify(await answer()) : printed;
      expect(said).toContain('The tools said: Rain.');
      if (language === 'curl') expect((await answer()).axonhub?.warnings ?? []).toEqual([]);
    },
  );

  it.each(TALK_FORMATS)('in the format %s asks as is set', async (format) => {
    const settings = {
      temperature: 0.5,
      max_tokens: 2_000,
      reasoning_effort: 'low',
      modalities: ['image', 'text'],
    };
    const messages = [{ role: 'user', content: 'Draw a kite' }];
    await ran('curl', talkSample(format, { model: 'demo-chat', messages, ...settings }));
    const { axonhub } = await answer();
    expect(axonhub.images).toHaveLength(1);
    // The demo has no use for them, and says so of each that reached it.
    const fields = axonhub.warnings.map(({ field }: { field: string }) => field).join(' ');
    expect(fields).toMatch(/temperature/);
    expect(fields).toMatch(/reasoning|thinking/);
  });
});
