import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Config, ConfigError, type Environment, loadConfig } from './config.ts';

const PROVIDERS = [
  { id: 'openai', envKey: 'OPENAI_API_KEY', baseUrl: 'https://api.openai.com/v1' },
  { id: 'openrouter', envKey: 'OPENROUTER_API_KEY', baseUrl: 'https://openrouter.ai/api/v1' },
  { id: 'demo', baseUrl: '' },
];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axonhub-config-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function load(yaml: string | undefined, env: Environment = {}, options = {}): Promise<Config> {
  const config = yaml === undefined ? undefined : 'axonhub.yml';
  if (yaml !== undefined) await writeFile(join(folder, 'axonhub.yml'), yaml);
  return loadConfig({
    options: { ...(config && { config }), ...options },
    env,
    cwd: folder,
    providers: PROVIDERS,
  });
}

/** What the operator reads when the file is refused. */
async function refusal(yaml: string | undefined, env: Environment = {}, options = {}): Promise<string> {
  const error = await load(yaml, env, options).then(
    () => new Error('the configuration was accepted'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConfigError)) throw error;
  return error.message;
}

const channelYaml = (...lines: string[]) =>
  ['channels:', '  - name: main', '    type: openai', '    api_key: sk-secret', ...lines].join('\n');

describe('limits and budgets of a channel', () => {
  const channel = (more: string) => `channels: [{ name: a, type: openai, api_key: sk-1, ${more} }]`;

  it('are read as they stand', async () => {
    const text = 'limits: { requests_per_minute: 5 }, budgets: [{ measure: cost, per: month, limit: 0.5 }]';
    expect((await load(channel(text))).channels).toMatchObject([
      { limits: { requestsPerMinute: 5 }, budgets: [{ measure: 'cost', per: 'month', limit: 0.5 }] },
    ]);
  });

  it.each([
    ['limits: { request_per_minute: 5 }', /limits.*did you mean.*requests_per_minute/],
    ['limits: { concurrency: 0 }', /limits\.concurrency/],
    ['budgets: [{ measure: images, per: day, limit: 1.5 }]', /budgets\[0\]\.limit.*whole number/],
  ])('are refused as %s', async (text, message) => {
    expect(await refusal(channel(text))).toMatch(message);
  });
});

describe('without a file', () => {
  it('listens on the loopback address, port 8090, and keeps its data in ./data', async () => {
    const { server, dataDir, logLevel } = await load(undefined);
    expect(server).toMatchObject({ port: 8090, host: '127.0.0.1', allowPrivateUrls: false });
    expect(dataDir).toBe(join(folder, 'data'));
    expect(logLevel).toBe('info');
  });

  it('has the offline channel until there is a real one', async () => {
    expect((await load(undefined)).channels).toMatchObject([{ name: 'demo', origin: 'built-in' }]);
    const { channels } = await load(undefined, { OPENAI_API_KEY: 'sk-1' });
    expect(channels).toMatchObject([
      { name: 'openai', type: 'openai', baseUrl: 'https://api.openai.com/v1', origin: 'environment' },
    ]);
    expect(channels[0]?.apiKey?.reveal()).toBe('sk-1');
  });

  it('counts an empty key variable as absent', async () => {
    expect((await load(undefined, { OPENAI_API_KEY: '' })).channels).toMatchObject([{ name: 'demo' }]);
  });

  it.each(['ACME_API_KEY', 'ACME_KEY', 'ACME_API_TOKEN'])('finds the base URL beside %s', async (envKey) => {
    const providers = [{ id: 'acme', envKey, baseUrl: 'https://api.acme.example/v1' }];
    const env = { [envKey]: 'secret-1', ACME_BASE_URL: 'http://127.0.0.1:9999' };
    const { channels } = await loadConfig({ env, options: {}, cwd: tmpdir(), providers });
    expect(channels).toMatchObject([{ name: 'acme', baseUrl: 'http://127.0.0.1:9999/v1' }]);
  });

  it('takes the base URL beside the key', async () => {
    const env = { OPENAI_API_KEY: 'sk-1', OPENAI_BASE_URL: 'http://127.0.0.1:9999' };
    expect((await load(undefined, env)).channels[0]?.baseUrl).toBe('http://127.0.0.1:9999/v1');
  });

  it('names the variable that holds a bad value', async () => {
    const message = await refusal(undefined, { AXONHUB_PORT: '80x', AXONHUB_LOG_LEVEL: 'loud' });
    expect(message).toContain('AXONHUB_PORT: must be a number from 0 to 65535');
    expect(message).toContain('AXONHUB_LOG_LEVEL: must be one of trace, debug');
  });

  it('refuses a secret of before without one of today, and short ones', async () => {
    const message = await refusal(undefined, { AXONHUB_PREVIOUS_SECRET: 'too short' });
    expect(message).toContain('AXONHUB_PREVIOUS_SECRET: must have at least 16 characters');
    expect(message).toContain('AXONHUB_PREVIOUS_SECRET: is of no use without AXONHUB_SECRET');
    expect(message).not.toContain('too short');
  });
});

it('lets flags win over variables, variables over the file', async () => {
  const yaml = 'server: { port: 1, host: file }\ndata_dir: from-file';
  expect((await load(yaml)).server).toMatchObject({ port: 1, host: 'file' });
  const env = { AXONHUB_PORT: '2', AXONHUB_HOST: 'env', AXONHUB_DATA_DIR: 'from-env' };
  expect(await load(yaml, env)).toMatchObject({
    server: { port: 2, host: 'env' },
    dataDir: join(folder, 'from-env'),
  });
  const options = { port: '3', host: 'flag', dataDir: 'from-flag' };
  expect(await load(yaml, env, options)).toMatchObject({
    server: { port: 3, host: 'flag' },
    dataDir: join(folder, 'from-flag'),
  });
});

describe('channels of a file', () => {
  it('get their defaults', async () => {
    const { channels } = await load(channelYaml());
    expect(channels).toMatchObject([
      { name: 'main', type: 'openai', priority: 1, weight: 100, timeoutMs: 300_000, origin: 'file' },
    ]);
    expect(channels[0]).not.toHaveProperty('models');
  });

  it('are all there are: keys in the environment add none', async () => {
    const { channels } = await load(channelYaml(), { OPENROUTER_API_KEY: 'sk-or' });
    expect(channels.map(({ name }) => name)).toEqual(['main']);
  });

  it('come from the environment where the file lists none', async () => {
    const { channels } = await load('server: { port: 1 }', { OPENROUTER_API_KEY: 'sk-or' });
    expect(channels.map(({ name }) => name)).toEqual(['openrouter']);
  });

  it('are left out when disabled', async () => {
    const { channels } = await load(channelYaml('    enabled: false'));
    expect(channels).toMatchObject([{ name: 'demo', origin: 'built-in' }]);
  });

  it.each([
    ['http://127.0.0.1:9999', 'openai', 'http://127.0.0.1:9999/v1'],
    ['http://127.0.0.1:9999/v1/', 'openai', 'http://127.0.0.1:9999/v1'],
    ['https://relay.example/api', 'openrouter', 'https://relay.example/api/v1'],
    ['https://relay.example/deep/path', 'openrouter', 'https://relay.example/deep/path'],
    ['https://relay.example/ap', 'openrouter', 'https://relay.example/ap'],
  ])('complete the base URL %s of %s to %s', async (given, type, expected) => {
    const { channels } = await load(`channels: [{ name: a, type: ${type}, base_url: "${given}" }]`);
    expect(channels[0]?.baseUrl).toBe(expected);
  });

  it('name their models plainly, as pairs or with the model they are like', async () => {
    const { channels } = await load(
      channelYaml('    models: [plain, { fast: up-1 }, { name: mine, upstream: ep-1, like: known }]'),
    );
    expect(channels[0]?.models).toEqual([
      { name: 'plain', upstream: 'plain' },
      { name: 'fast', upstream: 'up-1' },
      { name: 'mine', upstream: 'ep-1', like: 'known' },
    ]);
  });

  it('take one mapping as their models', async () => {
    const { channels } = await load(channelYaml('    models: { fast: up-1, fine: up-2 }'));
    expect(channels[0]?.models).toEqual([
      { name: 'fast', upstream: 'up-1' },
      { name: 'fine', upstream: 'up-2' },
    ]);
  });
});

describe('variables in a file', () => {
  const port = (value: string) => `server:\n  port: ${value}`;

  it('are replaced, with their default where they are missing or empty', async () => {
    expect((await load(port('${P}'), { P: '7' })).server.port).toBe(7);
    expect((await load(port('${P:-8}'), { P: '' })).server.port).toBe(8);
  });

  it('are refused with their line when missing', async () => {
    const message = await refusal(channelYaml('    base_url: http://${HOST}/v1'));
    expect(message).toBe('axonhub.yml:5:15: the environment variable HOST is not set');
  });

  it('cannot change the structure of the file', async () => {
    const tricky = 'x", log_level: "trace';
    const { dataDir, logLevel } = await load('{ data_dir: "${D}" }', { D: tricky });
    expect([dataDir, logLevel]).toEqual([join(folder, tricky), 'info']);
  });

  it('stay literal behind a second dollar sign', async () => {
    const { apiKeys } = await load('api_keys: [{ name: a, key: "$${literal}" }]');
    expect(apiKeys[0]?.key.reveal()).toBe('${literal}');
  });
});

describe('mistakes in a file', () => {
  it.each([
    [
      'an unknown key',
      channelYaml('    baseurl: http://x'),
      'axonhub.yml:5:5: channels[0]: unknown key "baseurl", did you mean "base_url"?',
    ],
    ['an unknown section', 'chanels: []', 'axonhub.yml:1:1: unknown key "chanels", did you mean "channels"?'],
    [
      'an unknown type',
      'channels:\n  - { name: a, type: opnai }',
      'axonhub.yml:2:22: channels[0].type: unknown type "opnai", did you mean "openai"?',
    ],
    ['a missing name', 'channels:\n  - type: demo', 'axonhub.yml:2:5: channels[0].name: is required'],
    [
      'a missing key',
      'channels:\n  - name: a\n    type: openai',
      'axonhub.yml:2:5: channels[0].api_key: is required for the type "openai"',
    ],
    [
      'a value of the wrong kind',
      channelYaml('    priority: high'),
      'axonhub.yml:5:15: channels[0].priority: expected number, received string',
    ],
    [
      'a value out of range',
      'server: { port: 70000 }',
      'axonhub.yml:1:17: server.port: Too big: expected number to be <=65535',
    ],
    [
      'a bad URL',
      channelYaml('    base_url: ftp://x'),
      'axonhub.yml:5:15: channels[0].base_url: must be an http(s) URL',
    ],
    [
      'a credential in a URL',
      channelYaml('    base_url: http://u:p@x'),
      'axonhub.yml:5:15: channels[0].base_url: must not hold a user or a password',
    ],
    [
      'a malformed model',
      channelYaml('    models: [a, 5]'),
      'axonhub.yml:5:17: channels[0].models[1]: expected a model name, {name: upstream-name} or {name, upstream, like}',
    ],
    [
      'a misspelt model key',
      channelYaml('    models: [{ name: a, upsteam: b }]'),
      'axonhub.yml:5:25: channels[0].models[0]: unknown key "upsteam", did you mean "upstream"?',
    ],
    [
      'a model listed twice',
      channelYaml('    models: [a, b, a]'),
      'axonhub.yml:5:13: channels[0].models: the model "a" is listed twice',
    ],
    [
      'two channels of one name',
      'channels:\n  - { name: a, type: demo }\n  - { name: a, type: demo }',
      'axonhub.yml:3:13: channels[1].name: is the same as that of channels[0]',
    ],
    [
      'two keys with one text',
      'api_keys:\n  - { name: a, key: 12345678x }\n  - { name: b, key: 12345678x }',
      'axonhub.yml:3:21: api_keys[1].key: is the same as that of api_keys[0]',
    ],
    ['a key written twice', 'server: { port: 1, port: 2 }', 'axonhub.yml:1:20: Map keys must be unique'],
    [
      'broken YAML',
      'server: { port: 1',
      'axonhub.yml:1:18: Flow map in block collection must be sufficiently indented and end with a }',
    ],
  ])('are refused with place and reason: %s', async (_, yaml, expected) => {
    expect(await refusal(yaml)).toBe(expected);
  });

  it('are all told at once', async () => {
    expect((await refusal('server: { prot: 1 }\nimages: { ttl: 2 }')).split('\n')).toHaveLength(2);
  });

  it('never quote a value, which could be a secret', async () => {
    const leaks = [
      channelYaml('    base_url: sk-secret'),
      channelYaml('    weight: sk-secret'),
      'api_keys: [{ name: a, key: "sk-secret with space" }]',
      'server: "sk-secret" "sk-secret"',
      'channels: [{ name: a, type: demo, models: { a: { b: sk-secret } } }]',
      'server: [sk-secret',
      'secret: sk-secret',
    ];
    for (const yaml of leaks) expect(await refusal(yaml)).not.toContain('sk-secret');
  });

  it('include a file that does not exist', async () => {
    expect(await refusal(undefined, { AXONHUB_CONFIG: 'none.yml' })).toBe('none.yml: no such file');
  });
});

it('takes an empty file and empty sections for defaults', async () => {
  expect((await load('')).server.port).toBe(8090);
  expect((await load('server:\nchannels:\n')).channels).toMatchObject([{ name: 'demo' }]);
});

it('does not show secrets when it is dumped', async () => {
  const config = await load(
    `${channelYaml()}\nsecret: sk-secret-0123456789\napi_keys: [{ name: a, key: ah-12345678 }]`,
  );
  const dump = inspect(config, { depth: 9 }) + JSON.stringify(config);
  expect(dump).not.toMatch(/sk-secret|ah-1234/);
  expect(config.apiKeys[0]?.key.reveal()).toBe('ah-12345678');
});

describe('stores', () => {
  it('are the data folder and memory unless something else is named', async () => {
    const config = await load(undefined);
    expect([config.databaseUrl, config.redisUrl, config.s3]).toEqual([undefined, undefined, undefined]);
  });

  it('stand in the file, secrets hidden', async () => {
    const config = await load(
      [
        'redis_url: redis://:hush@cache:6379/1',
        'blobs:',
        '  s3: { bucket: pictures, region: eu-central-1, access_key_id: AKIA1, secret_access_key: hush, prefix: axon/ }',
      ].join('\n'),
    );
    expect(config.redisUrl?.reveal()).toBe('redis://:hush@cache:6379/1');
    expect(config.s3).toMatchObject({
      bucket: 'pictures',
      region: 'eu-central-1',
      prefix: 'axon/',
      forcePathStyle: false,
    });
    expect(config.s3?.credentials?.secretAccessKey.reveal()).toBe('hush');
    expect(inspect(config, { depth: 9 })).not.toContain('hush');
  });

  it('are named by variables, which win over the file one by one', async () => {
    const { s3, redisUrl } = await load('blobs: { s3: { bucket: from-file, region: eu-west-3 } }', {
      AXONHUB_REDIS_URL: 'rediss://cache',
      AXONHUB_S3_BUCKET: 'pictures',
      AXONHUB_S3_ENDPOINT: 'http://127.0.0.1:9000',
      AXONHUB_S3_ACCESS_KEY_ID: 'AKIA1',
      AXONHUB_S3_SECRET_ACCESS_KEY: 'hush',
      AXONHUB_S3_PREFIX: 'axon/',
    });
    expect(redisUrl?.reveal()).toBe('rediss://cache');
    expect(s3).toMatchObject({
      bucket: 'pictures',
      region: 'eu-west-3',
      endpoint: 'http://127.0.0.1:9000',
      prefix: 'axon/',
      credentials: { accessKeyId: 'AKIA1' },
    });
  });

  it('other than Amazon have the bucket in the path unless told otherwise', async () => {
    const env = { AXONHUB_S3_BUCKET: 'pictures', AXONHUB_S3_ENDPOINT: 'http://127.0.0.1:9000' };
    expect((await load(undefined, env)).s3?.forcePathStyle).toBe(true);
    const told = await load(undefined, { ...env, AXONHUB_S3_FORCE_PATH_STYLE: 'false' });
    expect(told.s3?.forcePathStyle).toBe(false);
  });

  it.each<[string, Environment, RegExp]>([
    ['another database', { AXONHUB_DATABASE_URL: 'mysql://hush' }, /AXONHUB_DATABASE_URL.*postgres:/],
    ['another cache', { AXONHUB_REDIS_URL: 'memcached://hush' }, /AXONHUB_REDIS_URL.*redis:/],
    [
      'half the credentials',
      { AXONHUB_S3_BUCKET: 'b', AXONHUB_S3_SECRET_ACCESS_KEY: 'hush' },
      /AXONHUB_S3_ACCESS_KEY_ID.*missing/,
    ],
    [
      'a truth that is none',
      { AXONHUB_S3_BUCKET: 'b', AXONHUB_S3_FORCE_PATH_STYLE: 'maybe' },
      /AXONHUB_S3_FORCE_PATH_STYLE.*boolean/,
    ],
    ['no bucket', { AXONHUB_S3_ENDPOINT: 'http://127.0.0.1:9000' }, /AXONHUB_S3_BUCKET/],
  ])('refuse %s, without repeating it', async (_what, env, message) => {
    const text = await refusal(undefined, env);
    expect(text).toMatch(message);
    expect(text).not.toContain('hush');
  });
});
