import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAzureOpenAi } from '../upstreams/azure-openai.ts';
import { BEDROCK_ACCOUNT, startBedrock } from '../upstreams/bedrock.ts';
import type { Fake } from '../upstreams/fake.ts';
import { inspectPicture } from '../upstreams/picture.ts';
import { serviceAccount, startVertex, VERTEX_PROJECT } from '../upstreams/vertex.ts';
import { type Chat, listedPictures } from './read-chat.ts';
import { startGateway, type TestGateway } from './start.ts';

/** One gateway with a channel in each cloud, configured as an operator would. */
let gateway: TestGateway;
let fakes: { readonly azure: Fake; readonly bedrock: Fake; readonly vertex: Fake };
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axonhub-clouds-'));
  fakes = { azure: await startAzureOpenAi(), bedrock: await startBedrock(), vertex: await startVertex() };
  const keyFile = join(folder, 'service-account.json');
  await writeFile(keyFile, serviceAccount(fakes.vertex));
  const { accessKeyId, secretAccessKey, region } = BEDROCK_ACCOUNT;
  const azure = [
    { name: 'gpt-image-1.5', upstream: 'painter', like: 'gpt-image-1.5' },
    { name: 'gpt-5-mini', upstream: 'talker', like: 'gpt-5-mini' },
  ];
  gateway = await startGateway({
    channels: [
      {
        name: 'azure',
        type: 'azure-openai',
        base_url: fakes.azure.url,
        api_key: 'azure-test',
        settings: { image_deployment: 'painter', image_model: 'gpt-image-1.5' },
        models: azure,
      },
      {
        name: 'bedrock',
        type: 'bedrock',
        base_url: fakes.bedrock.url,
        api_key: secretAccessKey,
        settings: { region, access_key_id: accessKeyId },
        models: [{ 'claude-sonnet-4-6': 'eu.anthropic.claude-sonnet-4-6' }],
      },
      {
        name: 'vertex',
        type: 'vertex',
        base_url: fakes.vertex.url,
        api_key_file: keyFile,
        settings: { project: VERTEX_PROJECT },
        models: ['gemini-3-pro-image', 'claude-opus-4-6'],
      },
    ],
  });
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(Object.values(fakes).map((fake) => fake.close()));
  await rm(folder, { recursive: true });
});

const chat = (model: string, more: object = {}) =>
  gateway.post('/v1/chat/completions', { model, messages: [{ role: 'user', content: 'Hello' }], ...more });

describe('text', () => {
  it.each(['gpt-5-mini', 'claude-sonnet-4-6', 'claude-opus-4-6'])('of %s', async (model) => {
    const response = await chat(model);
    expect(response.status).toBe(200);
    const { choices } = (await response.json()) as { choices: { message: { content: string } }[] };
    expect(choices[0]?.message.content).toContain('Hello to you');
  });

  it.each(['gpt-5-mini', 'claude-sonnet-4-6', 'claude-opus-4-6'])('of %s as a stream', async (model) => {
    const text = await (await chat(model, { stream: true })).text();
    const words = text.matchAll(/"content":"([^"]+)"/g);
    expect([...words].map(([, word]) => word).join('')).toContain('Hello to you');
    expect(text.trimEnd().endsWith('data: [DONE]')).toBe(true);
  });
});

describe('pictures', () => {
  it.each([
    ['gpt-image-1.5', 'webp'],
    ['gpt-5-mini', 'webp'],
    ['gemini-3-pro-image', 'png'],
    ['gemini-3-pro-image', 'jpeg'],
  ])('of %s come in the format that was asked for: %s', async (model, output_format) => {
    const tools = [{ type: 'image_generation', image_generation: { size: '1024x1024', output_format } }];
    const response = await chat(model, { tools, tool_choice: { type: 'image_generation' } });
    expect(response.status).toBe(200);
    const { choices } = (await response.json()) as Chat;
    const [picture] = choices.flatMap(({ message }) => listedPictures(message));
    expect(await inspectPicture(picture ?? Buffer.alloc(0))).toMatchObject({
      width: 1024,
      height: 1024,
      format: output_format,
    });
  });
});

it('one token serves many calls', async () => {
  const before = fakes.vertex.calls.filter(({ path }) => path === '/token').length;
  await Promise.all([chat('claude-opus-4-6'), chat('claude-opus-4-6')]);
  expect(before).toBe(1);
  expect(fakes.vertex.calls.filter(({ path }) => path === '/token')).toHaveLength(1);
});

it('nothing of the credentials is said or logged', async () => {
  const seen = `${gateway.log()} ${await (await gateway.post('/v1/chat/completions', { model: 'x' })).text()}`;
  for (const secret of ['azure-test', BEDROCK_ACCOUNT.secretAccessKey, 'PRIVATE KEY', 'ya29.'])
    expect(seen).not.toContain(secret);
});
