import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImageRow, Records, RequestRow, ResponseRow } from '../../src/storage/ports.ts';
import { accountsContract } from './accounts-contract.ts';
import { answerRecords } from './answer-records.ts';
import { auditContract } from './audit-contract.ts';
import { jobRecords, webhookRecords } from './job-records.ts';
import { keyContract, limitContract } from './records/keys.ts';

/** Beyond 32 bits, as every time is. */
const NOW = 1_795_000_000_123;

const IMAGE: ImageRow = {
  id: 'img_1',
  project: 'default',
  keyId: 'key_1',
  requestId: 'req_1',
  sha256: 'bb'.repeat(32),
  mediaType: 'image/png',
  width: 1024,
  height: 1536,
  bytes: 5_000_000_000,
  hasAlpha: false,
  model: 'gpt-image-2',
  signature: null,
  createdAt: NOW,
};

const REQUEST: RequestRow = {
  id: 'req_1',
  project: 'default',
  keyId: 'key_1',
  createdAt: NOW,
  traceId: 'trace-1',
  threadId: null,
  durationMs: 1234,
  dialect: 'openai-chat',
  path: '/v1/chat/completions',
  model: 'gpt-image-2',
  stream: true,
  status: 200,
  errorCode: null,
  attempts: '[{"channel":"a"}]',
  usage: null,
  costNanoUsd: 33_600_000,
  cost: '{"usd":0.0336}',
  warnings: '[]',
  imageCount: 2,
  totalTokens: 4_000_000_000,
};

const RESPONSE: ResponseRow = {
  id: 'resp_1',
  project: 'default',
  keyId: 'key_1',
  previousId: null,
  input: '[{"type":"message"}]',
  body: '{"id":"resp_1"}',
  createdAt: NOW,
};

interface Store {
  records: Records;
}

/** What every record store does. `make` returns an empty store. */
export function recordsContract(name: string, make: () => Promise<Records>): void {
  describe(`records: ${name}`, () => {
    const at = {} as Store;
    beforeEach(async () => {
      at.records = await make();
    });
    afterEach(() => at.records.close());

    keyContract(at);
    limitContract(at);
    images(at);
    requests(at);
    responses(at);
    accountsContract(at);
    auditContract(at);
    describe('answers', () => answerRecords(at));
    describe('jobs', () => jobRecords(at));
    describe('webhooks', () => webhookRecords(at));
  });
}

function images(at: Store): void {
  it('finds an image by its id within its project only', async () => {
    const signed: ImageRow = { ...IMAGE, id: 'img_2', hasAlpha: true, signature: 'opaque' };
    await at.records.images.insert(IMAGE);
    await at.records.images.insert(signed);
    expect(await at.records.images.find('default', 'img_1')).toStrictEqual(IMAGE);
    expect(await at.records.images.find('default', 'img_2')).toStrictEqual(signed);
    expect(await at.records.images.find('other', 'img_1')).toBeUndefined();
  });

  it('finds the newest image with the same bytes within a project', async () => {
    const rows = [
      { ...IMAGE, id: 'img_old', createdAt: NOW - 5 },
      { ...IMAGE, id: 'img_new', createdAt: NOW + 5 },
      { ...IMAGE, id: 'img_mid' },
      { ...IMAGE, id: 'img_theirs', project: 'other', createdAt: NOW + 9 },
    ];
    for (const row of rows) await at.records.images.insert(row);
    expect((await at.records.images.findByHash('default', IMAGE.sha256))?.id).toBe('img_new');
    expect(await at.records.images.findByHash('default', 'ee')).toBeUndefined();
  });
}

function requests(at: Store): void {
  it('finds a request by its id within its project only', async () => {
    const failed: RequestRow = {
      ...REQUEST,
      id: 'req_2',
      stream: false,
      errorCode: 'no_image',
      usage: '{}',
      costNanoUsd: null,
      totalTokens: null,
    };
    await at.records.requests.insertMany([REQUEST, failed]);
    expect(await at.records.requests.find('default', 'req_1')).toStrictEqual(REQUEST);
    expect(await at.records.requests.find('default', 'req_2')).toStrictEqual(failed);
    expect(await at.records.requests.find('other', 'req_1')).toBeUndefined();
  });

  it('adds up what a key or a project has used since a moment', async () => {
    const rows: RequestRow[] = [
      { ...REQUEST, id: 'before', createdAt: NOW - 1 },
      { ...REQUEST, id: 'first' },
      { ...REQUEST, id: 'unknown', createdAt: NOW + 5, costNanoUsd: null, totalTokens: null },
      { ...REQUEST, id: 'other key', keyId: 'key_2' },
      { ...REQUEST, id: 'turned away', errorCode: 'quota_exceeded' },
      { ...REQUEST, id: 'elsewhere', project: 'other' },
    ];
    await at.records.requests.insertMany(rows);
    const { sums } = at.records.requests;
    expect(await sums({ project: 'default', keyId: 'key_1', since: NOW })).toEqual({
      ...{ requests: 2, tokens: 4_000_000_000, images: 4, cost: 33_600_000 },
    });
    expect(await sums({ project: 'default', since: NOW })).toMatchObject({ requests: 3, images: 6 });
    expect(await sums({ project: 'nobody', since: 0 })).toEqual({
      requests: 0,
      tokens: 0,
      images: 0,
      cost: 0,
    });
  });

  it('takes batches of any size, several at once', async () => {
    const batch = (name: string, size: number): RequestRow[] =>
      Array.from({ length: size }, (_, index) => ({ ...REQUEST, id: `${name}_${index}` }));
    const { insertMany, find } = at.records.requests;
    await Promise.all([insertMany([]), insertMany(batch('a', 1)), insertMany(batch('b', 1050))]);
    expect((await find('default', 'b_1049'))?.id).toBe('b_1049');
    expect((await find('default', 'a_0'))?.id).toBe('a_0');
  });

  it('takes a batch whole or not at all', async () => {
    await at.records.requests.insertMany([REQUEST]);
    const batch = Array.from({ length: 150 }, (_, index) => ({ ...REQUEST, id: `new_${index}` }));
    await expect(at.records.requests.insertMany([...batch, REQUEST])).rejects.toThrow();
    expect(await at.records.requests.find('default', 'new_0')).toBeUndefined();
    await at.records.requests.insertMany(batch);
    expect(await at.records.requests.find('default', 'new_149')).toBeDefined();
  });
}

function responses(at: Store): void {
  it('finds a response by its id within its project only', async () => {
    const second: ResponseRow = { ...RESPONSE, id: 'resp_2', previousId: 'resp_1' };
    await at.records.responses.insert(RESPONSE);
    await at.records.responses.insert(second);
    expect(await at.records.responses.find('default', 'resp_1')).toStrictEqual(RESPONSE);
    expect(await at.records.responses.find('default', 'resp_2')).toStrictEqual(second);
    expect(await at.records.responses.find('other', 'resp_1')).toBeUndefined();
  });

  it('deletes a response of its own project, once', async () => {
    await at.records.responses.insert(RESPONSE);
    expect(await at.records.responses.delete('other', 'resp_1')).toBe(false);
    expect(await at.records.responses.delete('default', 'resp_1')).toBe(true);
    expect(await at.records.responses.delete('default', 'resp_1')).toBe(false);
    expect(await at.records.responses.find('default', 'resp_1')).toBeUndefined();
  });
}
