import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectPicture, makePicture } from '../upstreams/picture.ts';
import { type Answer, DRAWING_MODELS, type House, openHouse, PROVIDER_NAMES } from './house.ts';
import { readEvents } from './read-stream.ts';

interface Item {
  readonly id: string;
  readonly type: string;
  readonly result?: string | null;
  readonly [member: string]: unknown;
}
interface ResponseObject {
  readonly id: string;
  readonly status: string;
  readonly output: readonly Item[];
  readonly axonhub: { readonly warnings: readonly object[] };
  readonly error?: { readonly message: string; readonly param: string; readonly code: string };
}

const OTHER_KEY = 'ah-other-0123456789';
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const read = <T = ResponseObject>({ text }: Answer): T => JSON.parse(text) as T;
const create = async (body: object, headers?: Record<string, string>) => {
  const answer = await house.ask('/v1/responses', { model: 'gpt-5-mini', input: 'Hello', ...body }, headers);
  return { answer, response: read(answer) };
};
const draw = (more: object = {}) =>
  create({ input: 'Draw a red kite', tools: [{ type: 'image_generation' }], ...more });
const pictureOf = ({ output }: ResponseObject): Item => {
  const found = output.find(({ type }) => type === 'image_generation_call');
  if (!found) throw new Error('no picture in the answer');
  return found;
};
const dataUrl = async () =>
  `data:image/png;base64,${(await makePicture({ width: 120, height: 90, format: 'png' })).toString('base64')}`;

interface Row {
  readonly id: string;
  readonly previous_id: string | null;
  readonly input: string;
  readonly body: string;
}
function rowOf(id: string): Row | undefined {
  const database = new DatabaseSync(join(house.gateway.dataDir, 'axonhub.db'), { readOnly: true });
  try {
    return database.prepare('select * from responses where id = ?').get(id) as unknown as Row | undefined;
  } finally {
    database.close();
  }
}

describe('a response that is kept', () => {
  it('comes back as it was answered, at both addresses, its picture included', async () => {
    const { response } = await draw();
    expect(read(await house.get(`/v1/responses/${response.id}`))).toEqual(response);
    expect(read(await house.get(`/api/v1/responses/${response.id}`))).toEqual(response);
  });

  it('is kept when it was streamed, before the client hears of its end', async () => {
    const answer = await house.ask('/v1/responses', { model: 'gpt-5-mini', input: 'Hello', stream: true });
    const last = readEvents(answer).at(-1);
    expect(last?.event).toBe('response.completed');
    const { response } = JSON.parse(last?.data ?? '') as { readonly response: ResponseObject };
    expect(read(await house.get(`/v1/responses/${response.id}`))).toEqual(response);
  });

  it('has pictures and files as references in its row, however small', async () => {
    const content = [
      { type: 'input_text', text: 'Draw it as a kite' },
      { type: 'input_image', image_url: await dataUrl() },
    ];
    const { response } = await draw({ input: [{ role: 'user', content }] });
    const row = rowOf(response.id);
    expect(row?.body).toContain('"sha256"');
    expect(row?.input).toContain('"sha256"');
    expect((row?.input ?? '') + (row?.body ?? '')).not.toMatch(/iVBORw0KGgo/);
  });

  it('shows what it was asked, page by page', async () => {
    const url = await dataUrl();
    const content = [{ type: 'input_image', image_url: url }];
    const said = ['One', 'Two'].map((text) => ({ role: 'user', content: text }));
    const { response } = await create({ input: [...said, { role: 'user', content }] });
    const items = async (query: string) =>
      read<{ readonly data: readonly Item[]; readonly has_more: boolean; readonly last_id: string }>(
        await house.get(`/v1/responses/${response.id}/input_items${query}`),
      );
    const newest = await items('');
    expect(newest.data.map((item) => item.content)).toEqual([
      [{ type: 'input_image', image_url: url }],
      'Two',
      'One',
    ]);
    const first = await items('?order=asc&limit=2');
    expect(first).toMatchObject({ data: [{ content: 'One' }, { content: 'Two' }], has_more: true });
    const rest = await items(`?order=asc&after=${first.last_id}`);
    expect(rest).toMatchObject({ data: [{ type: 'message' }], has_more: false });
    for (const query of ['?limit=0', '?order=up', '?after=nobody']) {
      const refused = await house.get(`/v1/responses/${response.id}/input_items${query}`);
      expect(refused.status).toBe(400);
    }
  });

  it('can be deleted once, after which nothing can follow it', async () => {
    const { response: first } = await create({});
    const { response: second } = await create({ previous_response_id: first.id });
    const remove = () =>
      fetch(`${house.gateway.url}/v1/responses/${first.id}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${house.gateway.key}` },
      });
    const removed = await remove();
    expect(await removed.json()).toEqual({ id: first.id, object: 'response', deleted: true });
    expect((await remove()).status).toBe(404);
    const { answer, response } = await create({ previous_response_id: second.id });
    expect(answer.status).toBe(404);
    expect(response.error).toMatchObject({ param: 'previous_response_id', code: 'not_found' });
  });

  it('is seen with a valid key only', async () => {
    const { response } = await create({});
    const url = `${house.gateway.url}/v1/responses/${response.id}`;
    for (const path of ['', '/input_items']) {
      const refused = await fetch(url + path, { headers: { authorization: `Bearer ${OTHER_KEY}` } });
      expect(refused.status).toBe(401);
    }
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(401);
    expect((await house.get(`/v1/responses/${response.id}`)).status).toBe(200);
  });
});

describe.each(PROVIDER_NAMES)('a conversation on %s', (provider) => {
  const model = DRAWING_MODELS[provider];

  it('edits its picture, continued by the response or by the id of the item', async () => {
    const { response: first } = await draw({ model });
    const before = pictureOf(first);
    const continued = [
      { previous_response_id: first.id, input: 'Make it night' },
      {
        input: [
          { role: 'user', content: 'Make it night' },
          { type: 'image_generation_call', id: before.id },
        ],
      },
      {
        input: [
          { type: 'item_reference', id: before.id },
          { role: 'user', content: 'Make it night' },
        ],
      },
    ];
    for (const body of continued) {
      house.forgetCalls();
      const { answer, response } = await draw({ model, ...body });
      expect(answer.text).toContain('image_generation_call');
      expect(pictureOf(response).result).not.toBe(before.result);
      const { width } = await inspectPicture(Buffer.from(pictureOf(response).result ?? '', 'base64'));
      expect(width).toBeGreaterThan(0);
    }
  });
});

describe('a conversation', () => {
  it('moves from one provider to another', async () => {
    const { response: first } = await create({ input: 'My name is Ada.' });
    const { response: second } = await create({
      model: 'demo-chat',
      previous_response_id: first.id,
      input: 'What is my name?',
    });
    house.forgetCalls();
    await create({ previous_response_id: second.id, input: 'And now?' });
    const sent = house.calls('openai')[0]?.json as { readonly input: readonly Item[] } | undefined;
    const roles = sent?.input.flatMap(({ role }) => role ?? []);
    expect(roles).toEqual(['user', 'assistant', 'user', 'assistant', 'user']);
    expect(JSON.stringify(sent)).toContain('My name is Ada.');
  });

  it('takes thoughts along as long as it stays with the provider that had them', async () => {
    const { response: first } = await create({ reasoning: { summary: 'auto' } });
    const { answer } = await create({ model: 'gemini-2.5-flash', previous_response_id: first.id });
    expect(answer.status).toBe(200);
    house.forgetCalls();
    const { response: again } = await create({ previous_response_id: first.id });
    expect(again.status).toBe('completed');
    expect(JSON.stringify(house.calls('openai')[0]?.json)).toContain('"encrypted_content":"gAAAAA-fake"');
  });

  it('does not take the instructions of earlier turns along', async () => {
    const { response } = await create({ instructions: 'Speak French.' });
    house.forgetCalls();
    await create({ previous_response_id: response.id });
    expect(JSON.stringify(house.calls('openai')[0]?.json)).not.toContain('French');
  });

  it('of a client that keeps its history itself goes to OpenAI as it is', async () => {
    house.forgetCalls();
    const body = { store: false, client_metadata: { a: 'b' }, prompt_cache_key: 'k', input: 'Hello' };
    const { response } = await create(body);
    expect(response.id).toBe('resp_fake');
    expect(house.calls('openai')[0]?.json).toEqual({ model: 'gpt-5-mini', ...body });
    expect(rowOf('resp_fake')).toBeUndefined();
  });

  it('with a failure of the upstream ends as an error, streamed or not', async () => {
    const failed = { status: 429, json: { error: { message: 'Slow', code: 'rate_limit_exceeded' } } };
    for (const stream of [false, true]) {
      house.fakes.openai.next(failed);
      const { answer, response } = await create({ stream, store: true });
      expect(answer.status).toBe(429);
      expect(response.error?.code).toBe('rate_limit_exceeded');
    }
  });

  it('whose stream breaks ends with response.failed', async () => {
    const frames = ['response.created', 'response.output_text.delta'].map(
      (type) => `data: ${JSON.stringify({ type, delta: 'So', response: { id: 'r' } })}\n\n`,
    );
    house.fakes.openai.next({ sse: frames });
    const answer = await house.ask('/v1/responses', { model: 'gpt-5-mini', input: 'Hello', stream: true });
    expect(readEvents(answer).at(-1)).toMatchObject({ event: 'response.failed' });
  });
});
