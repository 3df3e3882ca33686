import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrive, cut, cuts, gather } from '../../test/arbitraries/wire.ts';
import type { FormEntry } from '../contract/dialect.ts';
import { BytesPayload, type Spool } from '../contract/payload.ts';
import type { CallEntry } from '../contract/provider.ts';
import { memorySpool } from '../storage/memory/spool.ts';
import { type FormOptions, readForm, writeForm } from './multipart.ts';

const TYPE = 'multipart/form-data; boundary=x';

const read = (pieces: Iterable<Uint8Array | string>, type = TYPE, options: Partial<FormOptions> = {}) =>
  readForm(arrive(pieces), type, { spool: memorySpool(), ...options });

/** What can be compared: payloads as their bytes. */
const plain = (entries: readonly (FormEntry | CallEntry)[]) =>
  Promise.all(
    entries.map(async (entry) =>
      'value' in entry ? entry : { ...entry, payload: await gather(entry.payload.read()) },
    ),
  );

const names = () =>
  fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', 'ü', '[', ']', '.', '日', '😀') });

const entries = (): fc.Arbitrary<CallEntry[]> =>
  fc.array(
    fc.oneof(
      fc.record({
        name: names(),
        value: fc.string({ maxLength: 60, unit: 'binary' }).map((text) => text.toWellFormed()),
      }),
      fc.record({
        name: names(),
        payload: fc.uint8Array({ maxLength: 400 }).map((bytes) => new BytesPayload(bytes)),
        fileName: names().map((name) => `${name}.png`),
        mediaType: fc.constantFrom('image/png', 'application/octet-stream', 'image/svg+xml'),
      }),
    ),
    { maxLength: 6 },
  );

const file = (name: string, content: string) =>
  `--x\r\ncontent-disposition: form-data; name="${name}"; filename="f.png"\r\ncontent-type: image/png\r\n\r\n${content}\r\n`;
const field = (name: string, value: string) =>
  `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

describe('readForm', () => {
  it('reads what writeForm wrote, in its order, whatever the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(entries(), cuts(), async (wanted, places) => {
        const form = writeForm(wanted);
        const bytes = await gather(form.chunks());
        expect(bytes.length).toBe(form.length);
        expect(await plain(await read(cut(bytes, places), form.contentType))).toEqual(await plain(wanted));
      }),
      { numRuns: 300 },
    );
  });

  it('ends with an error when the body is cut off anywhere', async () => {
    const whole = `${field('prompt', 'a cat')}${file('image', 'picture'.repeat(20))}--x--\r\n`;
    for (let length = 0; length < whole.length - '--\r\n'.length; length += 1) {
      await expect(read([whole.slice(0, length)]), `${length}`).rejects.toMatchObject({
        code: 'invalid_request',
      });
    }
  });

  it.each(['multipart/form-data', 'application/json', 'nonsense', ''])(
    'refuses the type %j',
    async (type) => {
      await expect(read(['--x--\r\n'], type)).rejects.toMatchObject({ code: 'invalid_request' });
    },
  );

  it('names what is over a limit', async () => {
    const form = [
      field('prompt', 'a long prompt'),
      file('image', 'a long picture'),
      file('mask', 'x'),
      '--x--\r\n',
    ];
    for (const [limit, name] of [
      [{ maxFieldBytes: 5 }, 'prompt'],
      [{ maxFileBytes: 5 }, 'image'],
      [{ maxFiles: 1 }, 'mask'],
      [{ maxFields: 0 }, 'prompt'],
    ] as const) {
      await expect(read(form, TYPE, limit)).rejects.toMatchObject({
        code: 'too_large',
        facts: { field: name },
      });
    }
    await expect(
      read(form, TYPE, { maxFieldBytes: 13, maxFileBytes: 14, maxFiles: 2, maxFields: 1 }),
    ).resolves.toHaveLength(3);
  });

  it('stops reading at the limit and lets the file go', async () => {
    const { spool, writers } = watched();
    let sent = 0;
    async function* endless() {
      yield Buffer.from(file('image', '').slice(0, -2));
      for (; sent < 1000; sent += 1) yield Buffer.alloc(65_536);
    }
    await expect(readForm(endless(), TYPE, { spool, maxFileBytes: 200_000 })).rejects.toMatchObject({
      code: 'too_large',
    });
    expect(sent).toBeLessThan(20);
    expect(writers).toEqual({ open: 1, aborted: 1 });
  });

  it('lets open files go when the client goes away', async () => {
    const { spool, writers } = watched();
    async function* broken() {
      yield Buffer.from(file('image', 'half').slice(0, -2));
      throw new Error('gone');
    }
    await expect(readForm(broken(), TYPE, { spool })).rejects.toThrow('gone');
    await new Promise((resolve) => setImmediate(resolve));
    expect(writers).toEqual({ open: 1, aborted: 1 });
  });

  it('passes on what the spool fails with', async () => {
    const full: Spool = {
      open: () => ({
        write: () => Promise.reject(new Error('disk full')),
        finish: () => Promise.reject(new Error('not finished')),
        abort: async () => {},
      }),
    };
    const large = [file('image', 'x'.repeat(500_000)), '--x--\r\n'];
    await expect(read(large, TYPE, { spool: full })).rejects.toThrow('disk full');
  });
});

function watched() {
  const writers = { open: 0, aborted: 0 };
  const inner = memorySpool();
  const spool: Spool = {
    open() {
      writers.open += 1;
      const writer = inner.open();
      return {
        write: (chunk) => writer.write(chunk),
        finish: () => writer.finish(),
        async abort() {
          writers.aborted += 1;
        },
      };
    },
  };
  return { spool, writers };
}

describe('writeForm', () => {
  it('lets no name, file name or media type break out of its header', async () => {
    const evil = 'a"\r\nX-Evil: 1\r\n\r\n--';
    const form = writeForm([
      { name: evil, value: 'v' },
      { name: evil, payload: new BytesPayload(Buffer.from('p')), fileName: evil, mediaType: evil },
    ]);
    const text = (await gather(form.chunks())).toString();
    expect(text).not.toMatch(/^X-Evil/m);
    expect(text.match(/^Content-Type: (.*)$/m)?.[1]).toBe('application/octet-stream');
    expect(await read([text], form.contentType)).toHaveLength(2);
  });

  it('gives the whole at once where no file is inside', () => {
    expect(writeForm([{ name: 'a', value: 'b' }]).bytes?.length).toBeGreaterThan(0);
  });
});
