import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ConfigError, loadConfig, type ProviderFacts } from '../config.ts';

const CLOUD: ProviderFacts = {
  id: 'cloud',
  baseUrl: 'https://{account}.cloud.example/api/v1',
  needsKey: true,
  settings: z.strictObject({ region: z.string().default('north'), account: z.string().optional() }),
  baseUrlFor: (settings) => {
    const { account } = settings as { account?: string };
    return account && `https://${account}.cloud.example/api/v1`;
  },
};
const PLAIN: ProviderFacts = { id: 'plain', baseUrl: 'https://plain.example/v1', envKey: 'PLAIN_API_KEY' };

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axonhub-settings-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The only channel of a file with these lines, or the problems it has. */
async function channel(...lines: string[]) {
  const body = lines.map((line) => `    ${line}`).join('\n');
  await writeFile(join(folder, 'axonhub.yml'), `channels:\n  - name: one\n${body}\n`);
  const options = { config: 'axonhub.yml' };
  const config = await loadConfig({ options, env: {}, cwd: folder, providers: [CLOUD, PLAIN] }).catch(
    (error: unknown) => {
      if (error instanceof ConfigError) return error;
      throw error;
    },
  );
  return config instanceof ConfigError ? config.message : config.channels[0];
}

describe('settings of a channel', () => {
  it('are read by the schema of its provider, defaults filled in', async () => {
    const read = await channel('type: cloud', 'api_key: k', 'settings: { account: acme }');
    expect(read).toMatchObject({ settings: { region: 'north', account: 'acme' } });
    expect(await channel('type: cloud', 'api_key: k', 'base_url: http://h')).toMatchObject({
      settings: { region: 'north' },
    });
  });

  it('may say where the provider is', async () => {
    const read = await channel('type: cloud', 'api_key: k', 'settings: { account: acme }');
    expect(read).toMatchObject({ baseUrl: 'https://acme.cloud.example/api/v1' });
  });

  it('are refused with place and suggestion', async () => {
    const unknown = await channel('type: cloud', 'api_key: k', 'settings:', '  acount: acme');
    expect(unknown).toBe(
      'axonhub.yml:6:7: channels[0].settings: unknown key "acount", did you mean "account"?',
    );
    const wrong = await channel('type: cloud', 'api_key: k', 'settings: { region: 3 }');
    expect(wrong).toMatch(/^axonhub\.yml:5:25: channels\[0\]\.settings\.region: expected string/);
  });

  it('are refused where the type has none', async () => {
    const refused = await channel('type: plain', 'api_key: k', 'settings: { region: north }');
    expect(refused).toBe('axonhub.yml:5:5: channels[0].settings: channels of this type have no settings');
  });
});

describe('a base URL that nobody can guess', () => {
  it('has to be given', async () => {
    expect(await channel('type: cloud', 'api_key: k')).toBe(
      'axonhub.yml:2:5: channels[0].base_url: is required, as https://{account}.cloud.example/api/v1',
    );
  });

  it('may be given without its version suffix', async () => {
    const read = await channel('type: cloud', 'api_key: k', 'base_url: https://other.example/');
    expect(read).toMatchObject({ baseUrl: 'https://other.example/api/v1' });
  });
});

describe('a key', () => {
  it('is needed beside a base URL too where the provider says so', async () => {
    expect(await channel('type: cloud', 'base_url: http://h')).toContain('api_key: is required');
    expect(await channel('type: plain', 'base_url: http://h')).toMatchObject({ baseUrl: 'http://h/v1' });
  });

  it('may come from a file beside the configuration', async () => {
    await writeFile(join(folder, 'account.json'), '{"a": 1}\n');
    const read = await channel('type: plain', 'api_key_file: account.json');
    if (typeof read !== 'object') throw new TypeError(read);
    expect(read.apiKey?.reveal()).toBe('{"a": 1}');
  });

  it.each([
    ['is missing', 'none.txt', [], 'no such file'],
    ['is empty', 'empty.txt', [], 'the file is empty'],
    ['stands beside a key', 'empty.txt', ['api_key: k'], 'cannot stand beside api_key'],
  ])('is refused when its file %s', async (_, name, more, reason) => {
    await writeFile(join(folder, 'empty.txt'), ' \n');
    const refused = await channel('type: plain', `api_key_file: ${name}`, ...more);
    expect(refused).toContain(`axonhub.yml:4:19: channels[0].api_key_file: ${reason}`);
  });
});
