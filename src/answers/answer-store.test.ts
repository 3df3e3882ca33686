import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BytesPayload } from '../contract/payload.ts';
import { createFsBlobs } from '../storage/fs/blobs.ts';
import type { Blobs, Records } from '../storage/ports.ts';
import { createSqliteRecords } from '../storage/sqlite/records.ts';
import { bodyOf, type Piece } from '../wire/wire-body.ts';
import { type AnswerStore, type Claim, createAnswerStore } from './answer-store.ts';
import type { Recording } from './recording.ts';
import { sweepAnswers } from './sweep.ts';

const HOUR = 3_600_000;
const asked = { requestId: 'req_1', project: 'p', keyId: 'k', path: '/v1/images/generations' };
const sameness = { idempotencyKey: 'order 7', fingerprint: 'aa' };

let directory: string;
let blobs: Blobs;
let records: Records;
let store: AnswerStore;
let now: number;
let troubles: unknown[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'axonhub-answers-'));
  blobs = await createFsBlobs({ directory, memoryLimit: 65_536 });
  records = await createSqliteRecords({ file: ':memory:' });
  now = 1_795_000_000_000;
  troubles = [];
  store = createAnswerStore({
    blobs,
    records,
    keepMs: 24 * HOUR,
    now: () => now,
    onError: (error) => troubles.push(error),
  });
});
afterEach(async () => {
  store.close();
  await records.close();
  await rm(directory, { recursive: true, force: true });
});

const HEAD = { status: 200, headers: { 'content-type': 'text/event-stream' } };

async function record(recording: Recording, ...pieces: Piece[]): Promise<void> {
  for (const piece of pieces) await recording.add(bodyOf([piece]));
  await recording.end(HEAD);
}

async function replayed(): Promise<Buffer | undefined> {
  const answer = await store.find('p', 'k', 'req_1');
  const opened = await answer?.open?.();
  return opened && buffer(opened.body.chunks());
}

const files = async (): Promise<string[]> =>
  (await readdir(directory, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

function recordingOf(claim: Claim): Recording {
  if (claim.kind !== 'ours') throw new Error('somebody else has it');
  return claim.recording;
}

describe('a recorded answer', () => {
  it.each<[what: string, pieces: Piece[]]>([
    ['nothing', []],
    ['short text', [Buffer.from('data: {}\n\n'), Buffer.from('data: ünïcødé 🖼\n\n')]],
    ['a character cut in two', [Buffer.from('🖼').subarray(0, 2), Buffer.from('🖼').subarray(2)]],
    ['bytes that are no text', [Buffer.from([0xff, 0x00, 0xfe])]],
    ['more text than a row may hold', [Buffer.alloc(50_000, 'a'), Buffer.alloc(50_000, 'b')]],
    [
      'pictures between text',
      [
        Buffer.from('data: "'),
        { payload: new BytesPayload(Buffer.alloc(100_001, 7)), as: 'base64' },
        Buffer.from('"\n\n'),
        { payload: new BytesPayload(Buffer.from('raw')), as: 'raw' },
      ],
    ],
  ])('is given again byte for byte: %s', async (_what, pieces) => {
    await record(store.begin(asked), ...pieces);
    expect(await replayed()).toEqual(await buffer(bodyOf(pieces).chunks()));
    expect((await records.answers.find('p', 'k', 'req_1'))?.body?.length).toBeLessThan(70_000);
    expect(troubles).toEqual([]);
  });

  it('goes when its time is over, with all that belongs to it alone, but never a picture others may have', async () => {
    const shared = new BytesPayload(Buffer.from('a picture that is kept'));
    const { sha256 } = await blobs.keep(shared);
    const recording = store.begin(asked);
    recording.keptElsewhere(shared);
    const preview = new BytesPayload(Buffer.from('a preview'));
    await record(
      recording,
      Buffer.alloc(70_000),
      { payload: preview, as: 'raw' },
      { payload: shared, as: 'raw' },
    );
    expect(await files()).toHaveLength(3);
    now += 24 * HOUR;
    expect(await store.find('p', 'k', 'req_1')).toBeUndefined();
    await sweepAnswers({ blobs, records, now: () => now });
    expect(await files()).toEqual([sha256]);
    expect(await records.answers.find('p', 'k', 'req_1')).toBeUndefined();
  });

  it('does not ask the store once more for a picture that is kept', async () => {
    const writer = blobs.spool().open();
    writer.write(Buffer.from('a picture that is kept'));
    const picture = await writer.finish();
    await blobs.keep(picture);
    const asking = vi.spyOn(blobs, 'keep');
    const recording = store.begin(asked);
    recording.keptElsewhere(picture);
    await record(recording, { payload: picture, as: 'raw' });
    expect(asking).not.toHaveBeenCalled();
    expect(await replayed()).toEqual(Buffer.from('a picture that is kept'));
  });

  it('tells that a picture was deleted since', async () => {
    const picture = new BytesPayload(Buffer.from('gone tomorrow'));
    const recording = store.begin(asked);
    recording.keptElsewhere(picture);
    await record(recording, { payload: picture, as: 'base64' });
    await blobs.delete((await blobs.keep(picture)).sha256);
    await expect(replayed()).rejects.toMatchObject({ code: 'not_found' });
  });

  it('that could not be kept is lost, not unmade', async () => {
    const recording = recordingOf(await store.claim(asked, sameness, false));
    const broken = { ...new BytesPayload(Buffer.from('x')), size: 1, head: new Uint8Array() };
    await record(recording, {
      payload: { ...broken, read: () => failing() },
      as: 'raw',
    });
    expect(troubles).toEqual([new Error('the disk is full')]);
    const again = await store.claim({ ...asked, requestId: 'req_2' }, sameness, false);
    expect(again).toMatchObject({ kind: 'taken', answer: { state: 'lost' } });
  });
});

// biome-ignore lint/correctness/useYield: it fails before there is anything to give
async function* failing(): AsyncGenerator<Uint8Array> {
  throw new Error('the disk is full');
}

describe('an idempotency key', () => {
  const claim = (requestId: string, overDead = false) =>
    store.claim({ ...asked, requestId }, sameness, overDead);

  it('is free again when nothing was made', async () => {
    const recording = recordingOf(await claim('req_1'));
    recording.failed({ forget: true });
    await record(recording, Buffer.from('{}'));
    expect((await claim('req_2')).kind).toBe('ours');
  });

  it('is free again when its time is over', async () => {
    await record(recordingOf(await claim('req_1')), Buffer.from('{}'));
    now += 24 * HOUR - 1;
    expect(await claim('req_2')).toMatchObject({ kind: 'taken', answer: { id: 'req_1', state: 'done' } });
    now += 1;
    expect((await claim('req_2')).kind).toBe('ours');
  });

  it('of a process that died is lost until somebody says that it may be done again', async () => {
    await claim('req_1');
    now += 10_000;
    expect(await claim('req_2', true)).toMatchObject({ answer: { state: 'running' } });
    now += 20_000;
    expect(await claim('req_2')).toMatchObject({ answer: { id: 'req_1', state: 'lost' } });
    expect((await claim('req_3', true)).kind).toBe('ours');
    expect(await claim('req_4', true)).toMatchObject({ answer: { id: 'req_3', state: 'running' } });
  });
});
