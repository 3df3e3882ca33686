import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImageFilter, ImageRow, Position, Records, ResponseRow } from '../../src/storage/ports.ts';
import { accountsContract } from './accounts-contract.ts';
import { answerRecords } from './answer-records.ts';
import { auditContract } from './audit-contract.ts';
import { blobDeletionsContract } from './blob-deletions-contract.ts';
import { bodiesContract } from './bodies-contract.ts';
import { channelsContract } from './channels-contract.ts';
import { jobRecords, webhookRecords } from './job-records.ts';
import { modelsContract } from './models-contract.ts';
import { keyContract, limitContract } from './records/keys.ts';
import { requestLogContract } from './request-log-contract.ts';
import { unsettledContract } from './unsettled-contract.ts';
import { usageContract } from './usage-contract.ts';

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
  userId: null,
  traceId: 'trace-1',
  prompt: 'A red kite',
  parameters: { size: '1024x1536', compression: 80 },
  thumbnail: null,
  createdAt: NOW,
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
    bodiesContract(at);
    blobDeletionsContract(at);
    limitContract(at);
    images(at);
    imageLists(at);
    requestLogContract(at);
    usageContract(at);
    describe('the unsettled', () => unsettledContract(at));
    responses(at);
    accountsContract(at);
    auditContract(at);
    describe('answers', () => answerRecords(at));
    describe('jobs', () => jobRecords(at));
    describe('webhooks', () => webhookRecords(at));
    channelsContract(at);
    modelsContract(at);
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

function imageLists(at: Store): void {
  const newest = async (filter: ImageFilter, limit = 10) =>
    (await at.records.images.list('default', filter, { limit })).items.map(({ id }) => id);

  it('lists the images of a project page by page, newest first', async () => {
    for (const n of [3, 1, 5, 2, 4])
      await at.records.images.insert({ ...IMAGE, id: `img_${n}`, createdAt: NOW + n });
    await at.records.images.insert({ ...IMAGE, id: 'img_theirs', project: 'other' });
    const first = await at.records.images.list('default', {}, { limit: 3 });
    expect(first.items.map(({ id }) => id)).toEqual(['img_5', 'img_4', 'img_3']);
    const after = first.next as Position;
    const second = await at.records.images.list('default', {}, { limit: 3, after });
    expect([second.items.map(({ id }) => id), second.next]).toEqual([['img_2', 'img_1'], null]);
  });

  it('finds images by model, key, time, request and words of their prompt', async () => {
    const { insert } = at.records.images;
    await insert({ ...IMAGE, id: 'img_a', prompt: 'A Red Kite over 100% of the sea', createdAt: NOW + 1 });
    await insert({ ...IMAGE, id: 'img_b', model: 'other-model', keyId: 'key_2', requestId: 'req_2' });
    await insert({ ...IMAGE, id: 'img_c', prompt: null, createdAt: NOW - 50 });
    expect(await newest({ model: 'other-model' })).toEqual(['img_b']);
    expect(await newest({ keyId: 'key_1' })).toEqual(['img_a', 'img_c']);
    expect(await newest({ requestId: 'req_2', model: 'gpt-image-2' })).toEqual([]);
    expect(await newest({ since: NOW, until: NOW + 1 })).toEqual(['img_b']);
    expect(await newest({ text: 'red KITE' })).toEqual(['img_a', 'img_b']);
    expect(await newest({ text: '100%' })).toEqual(['img_a']);
    expect(await newest({ text: '1_0%' })).toEqual([]);
    expect((await at.records.images.ofRequest('default', 'req_1')).map(({ id }) => id)).toEqual([
      'img_c',
      'img_a',
    ]);
  });

  it('remembers thumbnails and deletes images of their own project, once', async () => {
    await at.records.images.insert(IMAGE);
    await at.records.images.setThumbnail('default', 'img_1', 'cc'.repeat(32));
    expect(await at.records.images.delete('other', 'img_1', NOW)).toBeUndefined();
    expect(await at.records.images.delete('default', 'img_1', NOW)).toStrictEqual({
      ...IMAGE,
      thumbnail: 'cc'.repeat(32),
    });
    expect(await at.records.images.delete('default', 'img_1', NOW)).toBeUndefined();
  });
}

function responses(at: Store): void {
  it('finds a response by its id within its project only', async () => {
    const second: ResponseRow = { ...RESPONSE, id: 'resp_2', previousId: 'resp_1' };
    await at.records.responses.insert(RESPONSE, []);
    await at.records.responses.insert(second, []);
    expect(await at.records.responses.find('default', 'resp_1')).toStrictEqual(RESPONSE);
    expect(await at.records.responses.find('default', 'resp_2')).toStrictEqual(second);
    expect(await at.records.responses.find('other', 'resp_1')).toBeUndefined();
  });

  it('deletes a response of its own project, once', async () => {
    await at.records.responses.insert(RESPONSE, []);
    expect(await at.records.responses.delete('other', 'resp_1', NOW)).toBe(false);
    expect(await at.records.responses.delete('default', 'resp_1', NOW)).toBe(true);
    expect(await at.records.responses.delete('default', 'resp_1', NOW)).toBe(false);
    expect(await at.records.responses.find('default', 'resp_1')).toBeUndefined();
  });
}
