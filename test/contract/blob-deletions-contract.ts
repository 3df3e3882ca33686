import { expect, it } from 'vitest';
import type { ImageRow, Records, ResponseRow } from '../../src/storage/ports.ts';
import { toBatch } from '../../src/telemetry/log-batch.ts';
import { ANSWER } from './answer-records.ts';
import { body } from './bodies-contract.ts';
import { JOB } from './job-records.ts';
import { logEntry, NOON } from './log-entries.ts';

const [A, B, C] = ['aa', 'bb', 'cc'].map((pair) => pair.repeat(32)) as [string, string, string];

const image = (id: string, sha256: string, more: Partial<ImageRow> = {}): ImageRow => ({
  ...{ id, project: 'default', keyId: 'key_1', userId: null, requestId: 'req_1', traceId: 'trace-1', sha256 },
  ...{ mediaType: 'image/png', width: 1, height: 1, bytes: 1, hasAlpha: false, model: 'm', signature: null },
  ...{ prompt: null, parameters: null, thumbnail: null, createdAt: NOON, ...more },
});

const turn = (id: string, createdAt = NOON): ResponseRow => ({
  ...{ id, project: 'default', keyId: 'key_1', previousId: null, input: '[]', body: '{}', createdAt },
});

/** Bytes that nothing refers to any more. */
export function blobDeletionsContract(at: Store): void {
  lettingGo(at);
  growingOld(at);
  leftBehind(at);
}

interface Store {
  records: Records;
}

const takeOf =
  (at: Store) =>
  (markedBefore = NOON + 1) =>
    at.records.blobDeletions.take(markedBefore, NOON + 5, 10);

function lettingGo(at: Store): void {
  const take = takeOf(at);

  it('gives bytes away once the last row that refers to them is gone, to one node alone', async () => {
    const { images, blobDeletions } = at.records;
    await images.insert(image('one', A));
    await images.insert(image('two', A, { project: 'other' }));
    await images.delete('default', 'one', NOON);
    expect(await take(NOON)).toEqual({ taken: 0, unused: [] });
    expect(await take()).toEqual({ taken: 1, unused: [] });
    await images.delete('other', 'two', NOON);
    expect(await blobDeletions.stateOf(A)).toBe('waiting');
    const both = await Promise.all([take(), take()]);
    expect(both.flatMap(({ unused }) => unused)).toEqual([A]);
    expect(await blobDeletions.stateOf(A)).toBe('deleting');
    await blobDeletions.done([A], NOON + 6);
    expect(await blobDeletions.stateOf(A)).toBe('deleted');
    await blobDeletions.forget(NOON + 6);
    expect(await blobDeletions.stateOf(A)).toBe('deleted');
    await blobDeletions.forget(NOON + 7);
    expect(await blobDeletions.stateOf(A)).toBeUndefined();
  });

  it('counts thumbnails and conversations as in use', async () => {
    const { images, responses } = at.records;
    await images.insert(image('one', A, { thumbnail: B }));
    await images.insert(image('two', C, { thumbnail: A }));
    await responses.insert(turn('resp_1'), [B, C]);
    await images.delete('default', 'one', NOON);
    expect(await take()).toEqual({ taken: 2, unused: [] });
    await images.delete('default', 'two', NOON);
    expect((await take()).unused).toEqual([A]);
    expect(await responses.delete('other', 'resp_1', NOON)).toBe(false);
    expect(await take()).toEqual({ taken: 0, unused: [] });
    expect(await responses.delete('default', 'resp_1', NOON)).toBe(true);
    expect([...(await take()).unused].sort()).toEqual([B, C]);
  });

  it('takes up again what a dead node took, and what was let go once more', async () => {
    const { images, blobDeletions } = at.records;
    await images.insert(image('one', A));
    await images.delete('default', 'one', NOON);
    expect((await take()).unused).toEqual([A]);
    await blobDeletions.forget(NOON + 5);
    expect(await take(NOON + 9)).toEqual({ taken: 0, unused: [] });
    await blobDeletions.forget(NOON + 6);
    expect((await take(NOON + 9)).unused).toEqual([A]);
    await blobDeletions.done([A], NOON + 6);
    await images.insert(image('again', A));
    await images.delete('default', 'again', NOON + 7);
    expect((await take(NOON + 9)).unused).toEqual([A]);
  });
}

function growingOld(at: Store): void {
  const take = takeOf(at);

  it('lets old pictures go batch by batch, those of pinned traces and of other projects aside', async () => {
    const { images, requests, traces } = at.records;
    await requests.write(toBatch([logEntry({ id: 'req_1', traceId: 'pinned' })]));
    await traces.pin('default', 'pinned', NOON);
    await images.insert(image('a', A));
    await images.insert(image('b', B, { createdAt: NOON + 1 }));
    await images.insert(image('pinned', C, { traceId: 'pinned' }));
    await images.insert(image('young', C, { createdAt: NOON + 9 }));
    await images.insert(image('theirs', C, { project: 'other' }));
    const age = { before: NOON + 9, except: ['other'] };
    const { deleteOld } = images;
    expect([
      await deleteOld(age, NOON, 1),
      await deleteOld(age, NOON, 5),
      await deleteOld(age, NOON, 5),
    ]).toEqual([1, 1, 0]);
    expect([...(await take()).unused].sort()).toEqual([A, B]);
    expect(await images.find('default', 'pinned')).toBeDefined();
    expect(await images.find('other', 'theirs')).toBeDefined();
  });

  it('lets old conversations go with what they refer to', async () => {
    const { responses } = at.records;
    await responses.insert(turn('old', NOON - 1), [A]);
    await responses.insert(turn('old', NOON - 1), [A]);
    await responses.insert(turn('new'), [B]);
    expect(await responses.deleteOld({ before: NOON }, NOON, 5)).toBe(1);
    expect(await responses.find('default', 'old')).toBeUndefined();
    expect(await responses.find('default', 'new')).toBeDefined();
    expect((await take()).unused).toEqual([A]);
  });
}

function leftBehind(at: Store): void {
  it('tells which bytes no picture, thumbnail or conversation refers to', async () => {
    const { images, responses, blobDeletions } = at.records;
    const D = 'dd'.repeat(32);
    await images.insert(image('one', A, { thumbnail: B }));
    await responses.insert(turn('resp_1'), [C]);
    expect(await blobDeletions.unreferred([A, B, C, D])).toEqual([D]);
    expect(await blobDeletions.unreferred([])).toEqual([]);
  });

  it('tells of every name that answers, jobs and bodies hold, however many there are', async () => {
    const { answers, jobs, bodies, blobDeletions } = at.records;
    const nameOf = (number: number) => number.toString(16).padStart(64, '0');
    const recipe = (number: number) => JSON.stringify(['x', { own: nameOf(number), as: 'raw' }]);
    const many = Array.from({ length: 450 }, (_, index) => index + 100);
    await answers.insert({ ...ANSWER, body: JSON.stringify([`a text: "own":"${nameOf(1)}"`]) });
    await answers.insert({ ...ANSWER, id: 'req_2', idempotencyKey: null, body: recipe(2) });
    const shared = JSON.stringify([{ blob: nameOf(3), as: 'base64' }]);
    await answers.insert({ ...ANSWER, id: 'req_3', idempotencyKey: null, body: shared });
    const partials = JSON.stringify([{ index: 0, blob: nameOf(5), mediaType: 'image/png' }]);
    await jobs.insert({ ...JOB, input: nameOf(4), partials });
    // Of one request, so that a page ends in its middle.
    await bodies.insertMany(many.map((each) => body({ name: `body-${each}`, content: recipe(each) })));
    await bodies.insertMany([body({ requestId: 'req_9', content: null })]);
    const named = (await Array.fromAsync(blobDeletions.named())).flat();
    expect(named.toSorted()).toEqual([2, 3, 4, 5, ...many].map(nameOf).toSorted());
  });

  it('lets go what was found to belong to nobody, unless somebody refers to it by then', async () => {
    const { images, blobDeletions } = at.records;
    await blobDeletions.mark([A, B], NOON);
    await blobDeletions.mark([A], NOON + 1);
    await images.insert(image('again', B));
    expect(await takeOf(at)()).toEqual({ taken: 2, unused: [A] });
  });
}
