import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTwoChannels, type TwoChannels } from './two-channels.ts';

let both: TwoChannels;
beforeAll(async () => {
  both = await openTwoChannels();
});
afterAll(() => both.close());

type Row = Record<string, string | number | null>;

const HOUR = 3_600_000;
const failing = (status: number, code = 'server_error') => ({
  status,
  json: { error: { message: 'No', type: 'x', code, param: null } },
});
const drawing = { model: 'gpt-image-2', prompt: 'A red kite', size: '1024x1024', n: 2 };

/** The rows of a table that tell of a request, once it is written. */
async function rows(table: 'requests' | 'executions' | 'images', id: string | null): Promise<Row[]> {
  const database = new DatabaseSync(join(both.gateway.dataDir, 'axonhub.db'), { readOnly: true });
  try {
    return await vi.waitFor(() => {
      if (!database.prepare('select 1 from requests where id = ?').get(id))
        throw new Error('not written yet');
      const column = table === 'requests' ? 'id' : 'request_id';
      return database.prepare(`select * from ${table} where ${column} = ?`).all(id) as Row[];
    }, 15_000);
  } finally {
    database.close();
  }
}

/** The request of a trace that has but one, once it is written. */
async function idOfTrace(trace: string): Promise<string> {
  const database = new DatabaseSync(join(both.gateway.dataDir, 'axonhub.db'), { readOnly: true });
  try {
    return await vi.waitFor(() => {
      const row = database.prepare('select id from requests where trace_id = ?').get(trace);
      if (!row) throw new Error('not written yet');
      return String(row.id);
    }, 15_000);
  } finally {
    database.close();
  }
}

const bytesOf = (row: Row | undefined): number =>
  Object.values(row ?? {}).reduce<number>((sum, value) => sum + Buffer.byteLength(String(value ?? '')), 0);

async function draw(headers: Record<string, string> = {}) {
  const reply = await both.gateway.post('/v1/images/generations', drawing, headers);
  await reply.arrayBuffer();
  return { status: reply.status, id: reply.headers.get('ah-request-id') };
}

describe('the request log', () => {
  it('has a row of its own for each attempt, with timing, usage, pictures and cost', async () => {
    both.first.next(failing(500));
    const { id } = await draw({ 'user-agent': 'curl/8', 'ah-trace-id': 'task', 'ah-thread-id': 'talk' });
    const [request] = await rows('requests', id);
    expect(request).toMatchObject({
      ...{ channel: 'second', execution_count: 2, image_count: 2, trace_id: 'task', thread_id: 'talk' },
      ...{ client: 'curl/8', error_code: null, model: 'gpt-image-2', status: 200 },
    });
    const [failed, fine] = await rows('executions', id);
    expect(failed).toMatchObject({
      position: 0,
      channel: 'first',
      error_code: 'upstream_error',
      upstream_status: 500,
    });
    expect(fine).toMatchObject({
      position: 1,
      channel: 'second',
      error_code: null,
      cost_nano_usd: expect.any(Number),
    });
    expect(JSON.parse(String(fine?.usage))).toMatchObject({ outputTokens: expect.any(Number) });
    expect(JSON.parse(String(fine?.pictures))).toEqual([{ size: '1024x1024', quality: 'auto', count: 2 }]);
    expect(Math.abs(Number(fine?.started_at) - Date.now())).toBeLessThan(HOUR);
    expect(Number(request?.first_ms)).toBeGreaterThanOrEqual(Number(fine?.first_ms));
  });

  it('keeps why an attempt failed, in the words of the upstream, without keys and cut short', async () => {
    const message = `Key sk-test of org-1 must be verified. ${'So it is. '.repeat(400)}`;
    both.first.next({ status: 500, json: { error: { message, type: 'server_error' } } });
    const [failed, fine] = await rows('executions', (await draw()).id);
    expect(failed).toMatchObject({ error_code: 'upstream_error', upstream_status: 500 });
    expect(failed?.error_detail).toMatch(/^Key \[key\] of org-1 must be verified\. So it is\..*…$/);
    expect(String(failed?.error_detail).length).toBeLessThan(300);
    expect(fine?.error_detail).toBeNull();
  });

  it('keeps prompt and parameters beside a picture', async () => {
    const { id } = await draw();
    const images = await rows('images', id);
    expect(images).toHaveLength(2);
    expect(images[0]).toMatchObject({ prompt: 'A red kite', trace_id: id });
    expect(JSON.parse(String(images[0]?.parameters))).toMatchObject({ task: 'generate', size: '1024x1024' });
  });

  it('tells of an answer that was sent again whose it was', async () => {
    const headers = { 'idempotency-key': 'kite-1' };
    const { id } = await draw(headers);
    await draw({ ...headers, 'ah-trace-id': 'again' });
    const [again] = await rows('requests', await idOfTrace('again'));
    expect(again).toMatchObject({ model: 'gpt-image-2', execution_count: 0, status: 200 });
    expect(JSON.parse(String(again?.warnings))).toMatchObject([
      { kind: 'emulated', field: 'Idempotency-Key', detail: `This is the answer to ${id}, sent again.` },
    ]);
  });

  it('tells of a refusal that was sent again as a refusal', async () => {
    const refused = { message: 'Not this.', type: 'image_generation_user_error', code: 'moderation_blocked' };
    both.first.next({ status: 400, json: { error: refused } });
    const headers = { 'idempotency-key': 'kite-2' };
    const { status } = await draw(headers);
    expect((await draw({ ...headers, 'ah-trace-id': 'refused again' })).status).toBe(status);
    const [again] = await rows('requests', await idOfTrace('refused again'));
    expect(again).toMatchObject({ execution_count: 0, status: 400 });
  });

  it('makes a request that nobody put into a trace one by itself', async () => {
    const { id } = await draw();
    expect((await rows('requests', id))[0]).toMatchObject({ trace_id: id, thread_id: null });
  });

  it('tells of an attempt whose client went away', async () => {
    const leaving = new AbortController();
    both.first.next({ raw: () => leaving.abort() });
    const asked = fetch(`${both.gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${both.gateway.key}`,
        'content-type': 'application/json',
        'ah-trace-id': 'left',
      },
      body: JSON.stringify({
        model: 'gpt-5-mini',
        stream: true,
        messages: [{ role: 'user', content: 'Hi' }],
      }),
      signal: leaving.signal,
    });
    await expect(asked).rejects.toThrow();
    expect(await rows('executions', await idOfTrace('left'))).toMatchObject([
      { channel: 'first', error_code: 'client_closed' },
    ]);
  });

  it('stays below 2 KB a row, whatever a client sends', async () => {
    const long = '模型'.repeat(3_000);
    const body = {
      ...{ model: long, messages: [{ role: 'user', content: long }], stream: true },
      ...Object.fromEntries(
        Array.from({ length: 60 }, (_, index) => [`unknown_${index}_${'x'.repeat(80)}`, long]),
      ),
    };
    const trace = encodeURIComponent(long).slice(0, 5_000);
    const headers = { 'ah-trace-id': trace, 'ah-thread-id': trace, 'user-agent': 'x'.repeat(4_000) };
    const refused = await both.gateway.post(`/v1/chat/completions?${'q'.repeat(2_000)}`, body, headers);
    await refused.arrayBuffer();
    const drawn = await both.gateway.post('/v1/chat/completions', { ...body, model: 'gpt-image-2' }, headers);
    await drawn.arrayBuffer();
    for (const reply of [refused, drawn]) {
      const id = reply.headers.get('ah-request-id');
      const [request] = await rows('requests', id);
      expect(bytesOf(request)).toBeLessThan(2_048);
      for (const execution of await rows('executions', id)) expect(bytesOf(execution)).toBeLessThan(2_048);
    }
    const [request] = await rows('requests', drawn.headers.get('ah-request-id'));
    expect(JSON.parse(String(request?.warnings)).at(-1).detail).toMatch(/^\d+ more warnings$/);
  });
});
