import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { inspectPicture } from '../upstreams/picture.ts';

interface Content {
  readonly type: string;
  readonly data?: string;
  readonly mimeType?: string;
  readonly text?: string;
}

describe('the MCP server, used by the official client', () => {
  let gateway: TestGateway;
  let client: Client;

  beforeAll(async () => {
    gateway = await startGateway({ channels: [{ name: 'demo', type: 'demo' }] });
    client = await connect(gateway, gateway.key);
  });
  afterAll(async () => {
    await client.close();
    await gateway.close();
  });

  it('lists three tools', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['generate_image', 'edit_image', 'list_image_models']);
  });

  it('lists the image models with what each does with every parameter', async () => {
    const result = await client.callTool({ name: 'list_image_models', arguments: {} });
    const [content] = result.content as Content[];
    const [model] = JSON.parse(content?.text ?? '');
    expect(model).toMatchObject({ id: 'demo-image', parameters: { size: { support: 'native' } } });
  });

  it('draws a picture with a link, and reports progress on the way', async () => {
    const progress: string[] = [];
    const result = await client.callTool(
      { name: 'generate_image', arguments: { prompt: 'A red kite', size: '300x200', output_format: 'webp' } },
      undefined,
      { onprogress: ({ message }) => progress.push(message ?? '') },
    );
    const [image, link] = result.content as Content[];
    expect(image).toMatchObject({ type: 'image', mimeType: 'image/webp' });
    const picture = await inspectPicture(Buffer.from(image?.data ?? '', 'base64'));
    expect(picture).toMatchObject({ format: 'webp', width: 300, height: 200 });
    const url = /http\S+/.exec(link?.text ?? '')?.[0] ?? '';
    const linked = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect(linked.equals(Buffer.from(image?.data ?? '', 'base64'))).toBe(true);
    expect(progress).toContain('Picture 1 is finished.');
  });

  it('edits a picture named by its id', async () => {
    const first = await client.callTool({
      name: 'generate_image',
      arguments: { prompt: 'A boat', size: '256x256' },
    });
    const id = /img_\w+/.exec((first.content as Content[])[1]?.text ?? '')?.[0] ?? '';
    const edited = await client.callTool({
      name: 'edit_image',
      arguments: { prompt: 'A hat', images: [id] },
    });
    const [image] = edited.content as Content[];
    expect(await inspectPicture(Buffer.from(image?.data ?? '', 'base64'))).toMatchObject({ format: 'png' });
    expect(image?.data).not.toBe((first.content as Content[])[0]?.data);
  });

  it('tells what was ignored', async () => {
    const args = { prompt: 'A boat', size: '64x64', colour: 'red' };
    const result = await client.callTool({ name: 'generate_image', arguments: args });
    expect((result.content as Content[]).some(({ text }) => text?.includes('colour'))).toBe(true);
  });

  it('answers a refusal and a mistake as failed calls that say why', async () => {
    const refused = await client.callTool({
      name: 'generate_image',
      arguments: { prompt: 'something forbidden' },
    });
    expect(refused).toMatchObject({ isError: true });
    expect((refused.content as Content[])[0]?.text).toMatch(/content_policy/);
    const wrong = await client.callTool({ name: 'generate_image', arguments: { prompt: 'x', size: 'huge' } });
    expect((wrong.content as Content[])[0]?.text).toMatch(/size/);
  });

  it('refuses an unknown key', async () => {
    await expect(connect(gateway, 'ah-wrong')).rejects.toThrow();
  });

  it('answers a client that takes no stream with plain JSON', async () => {
    const call = { jsonrpc: '2.0', id: 7, method: 'tools/list' };
    const response = await gateway.post('/mcp', call, { accept: 'application/json' });
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toMatchObject({
      id: 7,
      result: { tools: [{ name: 'generate_image' }, {}, {}] },
    });
  });
});

async function connect(gateway: TestGateway, key: string): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  const headers = { authorization: `Bearer ${key}` };
  const transport = new StreamableHTTPClientTransport(new URL(`${gateway.url}/mcp`), {
    requestInit: { headers },
  });
  // The SDK's own types do not agree with themselves under exactOptionalPropertyTypes.
  await client.connect(transport as Parameters<Client['connect']>[0]);
  return client;
}
