import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { chatJob, imageJob, picturePart, userTurn } from '../../../test/contract/jobs.ts';
import { targetOf } from '../../../test/contract/perform.ts';
import { inspectPicture, makePicture } from '../../../test/upstreams/picture.ts';
import { BytesPayload } from '../../contract/payload.ts';
import type { Procedure, ProcedureIo, RenderOptions } from '../../contract/provider.ts';
import type { ChatJob, ImageJob } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { demo } from './index.ts';

interface Rendered {
  readonly svg: string;
  readonly options: RenderOptions;
}

/** An environment without a network or a clock that really draws, and remembers what it was asked for. */
function studio() {
  const rendered: Rendered[] = [];
  const waits: number[] = [];
  const absent = () => Promise.reject(new TypeError('the demo has no network'));
  const io: ProcedureIo = {
    send: absent,
    download: absent,
    submit: absent,
    takeBack: absent,
    timeoutMs: 1000,
    wait: async (ms) => void waits.push(ms),
    render: async (svg, options) => {
      rendered.push({ svg, options });
      const { format, quality } = options;
      const image = sharp(Buffer.from(svg)).toFormat(format, quality === undefined ? {} : { quality });
      return new BytesPayload(await image.toBuffer());
    },
    signal: new AbortController().signal,
  };
  return { io, rendered, waits };
}

const upstream = { baseUrl: '', key: '' };
const image = demo.image as Procedure<ImageJob>;
const chat = demo.chat as Procedure<ChatJob>;
const drawn = (job: ImageJob, io: ProcedureIo) => image.run(job, targetOf(demo, job, upstream), io);
const said = (job: ChatJob, io: ProcedureIo) => chat.run(job, targetOf(demo, job, upstream), io);

async function streamed(events: AsyncIterable<StreamEvent> | undefined): Promise<StreamEvent[]> {
  const all: StreamEvent[] = [];
  for await (const event of events ?? []) all.push(event);
  return all;
}

const draw = (order: ImageJob['order'], more: object = {}) =>
  imageJob({ model: 'demo-image', order, ...more });
const talk = (prompt: string, more: object = {}) => chatJob({ model: 'demo-chat', prompt, ...more });

describe('demo-image', () => {
  it('draws as many pictures as ordered, each in other colours, in the ordered size and format', async () => {
    const { io } = studio();
    const order = { count: 3, size: { width: 300, height: 200 }, format: 'webp', compression: 0 } as const;
    const answer = await drawn(draw(order), io);
    const pictures = answer.parts.flatMap((part) =>
      part.type === 'media' && part.media.from === 'inline'
        ? [Buffer.from(part.media.payload.bytes ?? [])]
        : [],
    );
    expect(new Set(pictures.map((bytes) => bytes.toString('base64'))).size).toBe(3);
    for (const bytes of pictures) {
      expect(await inspectPicture(bytes)).toMatchObject({ width: 300, height: 200, format: 'webp' });
    }
    expect(answer).toMatchObject({ finish: 'stop', usage: { images: 3, inputTokens: 3 }, warnings: [] });
  });

  it('streams previews before each picture, with a pause before every step', async () => {
    const { io, waits } = studio();
    const job = draw({ count: 1, partials: 2 }, { stream: true });
    const events = await streamed(image.stream?.(job, targetOf(demo, job, upstream), io));
    expect(events.map((event) => event.type)).toEqual([
      'response-start',
      'part-start',
      'media-partial',
      'media-partial',
      'media-end',
      'part-end',
      'response-end',
    ]);
    expect(waits).toEqual([150, 150, 150]);
  });

  it('does not keep anyone waiting who does not stream', async () => {
    const { io, waits } = studio();
    await drawn(draw({ count: 2 }), io);
    expect(waits).toEqual([]);
  });

  it('draws an edit onto the first input inside the mask and shows the others small', async () => {
    const { io, rendered } = studio();
    const options = { width: 64, height: 64, format: 'png' } as const;
    const inputs = [await makePicture(options), await makePicture({ ...options, label: 'second' })];
    const mask = await makePicture({ ...options, alpha: true });
    const job = draw({ count: 1, size: { width: 64, height: 64 } }, { inputs, mask });
    await drawn(job, io);
    const [thumbnail, final] = rendered;
    expect(thumbnail?.options.under).toBe(job.inputs[1]?.payload);
    expect(final?.options).toMatchObject({ under: job.inputs[0]?.payload, mask: job.mask });
    expect(final?.svg).toContain('<image ');
    expect(final?.svg).toContain('href="data:image/png;base64,');
  });

  it('says that an input picture stays opaque', async () => {
    const { io } = studio();
    const inputs = [await makePicture({ width: 32, height: 32, format: 'png' })];
    const answer = await drawn(draw({ count: 1, background: 'transparent' }, { inputs }), io);
    expect(answer.warnings).toMatchObject([{ kind: 'ignored', field: 'background' }]);
  });

  it('refuses the word that stands for a content policy', async () => {
    const { io } = studio();
    await expect(drawn(draw({ count: 1 }, { prompt: 'a Forbidden city' }), io)).rejects.toMatchObject({
      code: 'content_policy',
    });
    await expect(drawn(draw({ count: 1 }, { prompt: 'unforbiddenness' }), io)).resolves.toBeDefined();
  });

  it('stops drawing when nobody waits any more', async () => {
    const { io, rendered } = studio();
    const gone = { ...io, signal: AbortSignal.abort() };
    await expect(drawn(draw({ count: 1 }), gone)).rejects.toMatchObject({ name: 'AbortError' });
    expect(rendered).toEqual([]);
  });
});

describe('demo-chat', () => {
  it('says what it is, what it heard and how many pictures it was shown', async () => {
    const picture = await makePicture({ width: 32, height: 32, format: 'png' });
    const answer = await said(talk('Who are you?', { pictures: [picture, picture] }), studio().io);
    const [part] = answer.parts;
    expect(part).toMatchObject({ type: 'text', text: expect.stringContaining('no AI is involved') });
    expect(part).toMatchObject({
      text: expect.stringContaining('“Who are you?”. You showed me 2 pictures.'),
    });
    expect(answer.usage).toMatchObject({ inputTokens: 3 + 512, inputImageTokens: 512 });
  });

  it('streams one word at a time', async () => {
    const { io, waits } = studio();
    const job = talk('Hello', { stream: true });
    const events = await streamed(chat.stream?.(job, targetOf(demo, job, upstream), io));
    const words = events.flatMap((event) => (event.type === 'text-delta' ? [event.text.trim()] : []));
    expect(words.every((word) => !word.includes(' '))).toBe(true);
    expect(waits).toHaveLength(words.length);
  });

  it('keeps to the number of words it may use', async () => {
    const answer = await said(talk('Hello', { request: { output: { maxTokens: 3 } } }), studio().io);
    expect(answer).toMatchObject({
      finish: 'length',
      parts: [{ text: 'I am the ' }],
      usage: { outputTokens: 3 },
    });
  });

  it('draws when a picture is asked for, without a word where none is wanted', async () => {
    const order = { count: 1, size: { width: 64, height: 64 } };
    const both = await said(talk('A kite', { order }), studio().io);
    expect(both.parts.map((part) => part.type)).toEqual(['text', 'media']);
    const alone = await said(talk('A kite', { order, image: { text: false } }), studio().io);
    expect(alone.parts.map((part) => part.type)).toEqual(['media']);
  });

  it('edits the newest picture of the conversation', async () => {
    const { io, rendered } = studio();
    const [old, fresh] = await Promise.all(
      ['old', 'fresh'].map((label) => makePicture({ width: 32, height: 32, format: 'png', label })),
    );
    if (!old || !fresh) throw new TypeError('no pictures');
    const newest = picturePart(fresh);
    const messages = [
      userTurn({ type: 'text', text: 'Make it night' }, picturePart(old)),
      { role: 'assistant' as const, parts: [newest] },
      userTurn({ type: 'text', text: 'Daylight' }),
    ];
    await said(talk('', { messages, order: { count: 1 } }), io);
    expect(rendered).toHaveLength(1);
    expect(newest.media).toMatchObject({ payload: rendered[0]?.options.under });
    expect(rendered[0]?.svg).toContain('Daylight');
  });

  it('reports what cannot change its answers', async () => {
    const request = {
      sampling: { temperature: 1, topP: 0.5 },
      extensions: { 'openai-chat': { logprobs: true } },
    };
    const answer = await said(talk('Hello', { request }), studio().io);
    expect(answer.warnings.map(({ field }) => field)).toEqual(['temperature', 'top_p', 'logprobs']);
  });
});

describe('the demo as a provider', () => {
  it('knows its models and takes any other id for one of them', () => {
    for (const card of demo.models) expect(demo.card(card.id)).toEqual(card);
    expect(demo.card('my-chat').chat).toBeDefined();
    expect(demo.card('anything').image).toBeDefined();
  });
});
