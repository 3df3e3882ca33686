import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ErrorCode, GatewayError } from '../../src/contract/error.ts';
import type { ImageOrder, Size } from '../../src/contract/image.ts';
import type { Provider } from '../../src/contract/provider.ts';
import type { ChatJob, ImageJob, MediaPart } from '../../src/contract/request.ts';
import type { Response as Answer, StreamEvent } from '../../src/contract/response.ts';
import { collect } from '../../src/contract/stream.ts';
import type { Fake, FakeCall, FakeReply } from '../upstreams/fake.ts';
import { inspectPicture, makePicture } from '../upstreams/picture.ts';
import { chatJob, imageJob } from './jobs.ts';
import { perform, performStream, pictureBytes, type Upstream } from './perform.ts';

/** What one provider has to show. A case that is left out is skipped with the reason given in `skip`. */
export interface ProviderCases {
  readonly start: () => Promise<Fake>;
  /** Path of the API below the fake's origin, as `/v1`. */
  readonly basePath: string;
  readonly key: string;
  /** Of the channel, as an operator would write them. */
  readonly settings?: unknown;
  /** Drawing through the provider's image operation. */
  readonly image?: DrawCases;
  /** Drawing inside its chat operation. */
  readonly chatImage?: DrawCases;
  readonly chat?: ChatCases;
  /** Sent as it is; must become `rate_limited` with a time to wait of 2 seconds. */
  readonly rateLimited: FakeReply;
  /** A model the fake does not know. */
  readonly unknownModel: string;
  /** Why a case is left out: case name → reason. */
  readonly skip?: { readonly [name: string]: string };
}

export interface DrawCases {
  readonly model: string;
  readonly generate: DrawCase;
  /** Called with one picture of 1024 × 1024, and with a mask of the same size where `mask` is set. */
  readonly edit?: DrawCase & { readonly mask?: boolean };
  /** Must be answered as a stream. */
  readonly stream?: DrawCase & { readonly partials?: number };
  /** A 200 without a picture, or the answers that lead to one; must become `no_image`. */
  readonly empty: FakeReply | readonly FakeReply[];
}

export interface DrawCase {
  readonly order: ImageOrder;
  /** Where each wish of the order must stand in the upstream call; `not` says why it stands nowhere. */
  readonly carried: { readonly [wish in keyof ImageOrder]?: Carried };
  /** Pixels that must come out. Default: the order's size. */
  readonly pixels?: Size;
}

/** Dotted path in the JSON body, or name of the form field, and the value there. */
export type Carried = { readonly at: string; readonly is: unknown } | { readonly not: string };

export interface ChatCases {
  readonly model: string;
  /** The model looks at pictures. */
  readonly vision: boolean;
  /** A 200 without any answer; must become `upstream_error`. */
  readonly empty: FakeReply;
}

/** The suite every provider passes against its strict fake. A word the fake refuses as content policy: "forbidden". */
export function providerContract(provider: Provider, cases: ProviderCases): void {
  describe(`${provider.id} keeps the provider contract`, () => {
    const world: World = { provider, cases, fake: undefined };
    beforeAll(async () => {
      world.fake = await cases.start();
    });
    afterAll(() => world.fake?.close());

    drawSuite(world, 'image', cases.image);
    drawSuite(world, 'chatImage', cases.chatImage);
    chatSuite(world, cases.chat);
    failureSuite(world);
    it('knows every model of its own catalogue', () => {
      for (const card of provider.models) expect(provider.card(card.id)).toEqual(card);
    });
  });
}

interface World {
  readonly provider: Provider;
  readonly cases: ProviderCases;
  fake: Fake | undefined;
}

type Operation = 'image' | 'chatImage';

function drawSuite(world: World, operation: Operation, cases: DrawCases | undefined): void {
  const { test, skipped } = cased(world, operation);
  if (!cases) {
    skipped('draws');
    return;
  }
  const run = (drawCase: DrawCase, more: JobExtras = {}) =>
    perform(world.provider, drawJob(operation, cases.model, drawCase.order, more), upstream(world));

  test('generates', async () => {
    const answer = await run(cases.generate);
    await expectPictures(picturesOf(answer), cases.generate);
    expectCarried(lastCall(world), cases.generate);
  });

  const { edit, stream } = cases;
  if (!edit) skipped('edits');
  else {
    test('edits', async () => {
      const input = await makePicture({ width: 1024, height: 1024, format: 'png', label: 'input' });
      const mask =
        edit.mask && (await makePicture({ width: 1024, height: 1024, format: 'png', alpha: true }));
      await expectPictures(picturesOf(await run(edit, { input, ...(mask && { mask }) })), edit);
      expectCarried(lastCall(world), edit);
    });
  }

  if (!stream) skipped('streams');
  else {
    test('streams', async () => {
      const job = drawJob(operation, cases.model, stream.order, { stream: true });
      const events = await performStream(world.provider, job, upstream(world));
      expectOrderly(events);
      await expectPictures(picturesOf(collect(events)), stream);
      expect(events.filter((event) => event.type === 'media-partial')).toHaveLength(stream.partials ?? 0);
      expectCarried(lastCall(world), stream);
    });
  }

  if (operation === 'image' && world.provider.image?.kind === 'procedure') takesUp(world, cases);

  test('calls a refused prompt content_policy', async () => {
    const refused = await failure(run(cases.generate, { prompt: 'Something forbidden' }));
    expect(refused.code).toBe('content_policy');
    expect(refused.facts.retry ?? 'never').toBe('never');
  });

  test('calls an answer without a picture no_image', async () => {
    for (const reply of [cases.empty].flat()) world.fake?.next(reply);
    expect((await failure(run(cases.generate))).code).toBe('no_image');
  });
}

/** Work that was handed over is asked for by what is known of it, written down and read again. */
function takesUp(world: World, cases: DrawCases): void {
  it('image: goes on with work that an earlier process handed over', async (context) => {
    const job = drawJob('image', cases.model, cases.generate.order, {});
    let ticket: string | undefined;
    const first = await perform(world.provider, job, upstream(world), async (work) => {
      const known = await work();
      ticket = JSON.stringify(known);
      return known;
    });
    if (ticket === undefined) return context.skip('it answers at once: there is nothing to ask for later');
    const known = JSON.parse(ticket);
    const sent = world.fake?.calls.length ?? 0;
    const again = await perform(world.provider, job, upstream(world), async () => known);
    await expectPictures(picturesOf(again), cases.generate);
    expect([again.id, again.usage]).toEqual([first.id, first.usage]);
    expect(world.fake?.calls.slice(sent).filter(({ method }) => method !== 'GET')).toEqual([]);
  });
}

function chatSuite(world: World, cases: ChatCases | undefined): void {
  const { test, skipped } = cased(world, 'chat');
  if (!cases) {
    skipped('talks');
    return;
  }
  const job = (options = {}) => chatJob({ model: cases.model, prompt: 'Say hello', ...options });

  test('talks', async () => {
    const answer = await perform(world.provider, job(), upstream(world));
    expect(textOf(answer)).not.toBe('');
    expect(answer).toMatchObject({ finish: 'stop', warnings: [] });
    expect(answer.usage).toMatchObject({ inputTokens: expect.any(Number), outputTokens: expect.any(Number) });
  });

  test('streams text', async () => {
    const events = await performStream(world.provider, job({ stream: true }), upstream(world));
    expectOrderly(events);
    const answer = collect(events);
    expect(textOf(answer)).not.toBe('');
    expect(answer.usage).toMatchObject({ inputTokens: expect.any(Number), outputTokens: expect.any(Number) });
  });

  if (!cases.vision) skipped('looks at pictures');
  else {
    test('looks at pictures', async () => {
      const picture = await makePicture({ width: 48, height: 32, format: 'png' });
      const answer = await perform(world.provider, job({ pictures: [picture] }), upstream(world));
      expect(textOf(answer)).toContain('48x32');
    });
  }

  test('calls an answer without anything upstream_error', async () => {
    world.fake?.next(cases.empty);
    expect((await failure(perform(world.provider, job(), upstream(world)))).code).toBe('upstream_error');
  });
}

function failureSuite(world: World): void {
  const { cases, provider } = world;
  const { test } = cased(world, 'failures');
  const job = (model?: string): ImageJob | ChatJob =>
    cases.image
      ? drawJob('image', model ?? cases.image.model, cases.image.generate.order)
      : chatJob({ model: model ?? cases.chat?.model ?? cases.chatImage?.model ?? '' });

  test("names a wrong key upstream_auth and keeps the upstream's words and key to itself", async () => {
    const key = 'sk-wrong-0123456789';
    const wrong = await failure(perform(provider, job(), { ...upstream(world), key }));
    expect(wrong).toMatchObject({ code: 'upstream_auth', facts: { retry: 'next-target' } });
    expect(wrong.message).not.toMatch(/sk-|https?:/);
  });

  test('hands on how long to wait', async () => {
    world.fake?.next(cases.rateLimited);
    const limited = await failure(perform(provider, job(), upstream(world)));
    expect(limited).toMatchObject({ code: 'rate_limited', facts: { retryAfterMs: 2000 } });
  });

  test('names an unknown model', async () => {
    const unknown = await failure(perform(provider, job(cases.unknownModel), upstream(world)));
    expect(unknown).toMatchObject({ code: 'model_not_found', facts: { retry: 'next-target' } });
  });

  test('survives failures that are no JSON', async () => {
    world.fake?.next({ status: 502, body: '<html>Bad gateway at https://secret.example</html>' });
    const broken = await failure(perform(provider, job(), upstream(world)));
    const codes: ErrorCode[] = ['upstream_error', 'upstream_unavailable'];
    expect(codes).toContain(broken.code);
    expect(broken.message).not.toContain('secret.example');
  });
}

/** Names tests `image: generates`, skipping those that `cases.skip` gives a reason for. */
function cased({ cases }: World, group: string) {
  const skipped = (name: string): void => {
    const reason = cases.skip?.[`${group}: ${name}`] ?? cases.skip?.[group] ?? 'not offered';
    it(`${group}: ${name}`, (context) => context.skip(reason));
  };
  const test = (name: string, body: () => Promise<void>): void => {
    if (cases.skip?.[`${group}: ${name}`]) skipped(name);
    else it(`${group}: ${name}`, body);
  };
  return { test, skipped };
}

interface JobExtras {
  readonly prompt?: string;
  readonly input?: Buffer;
  readonly mask?: Buffer;
  readonly stream?: boolean;
}

function drawJob(operation: Operation, model: string, order: ImageOrder, extras: JobExtras = {}) {
  const { input, prompt = 'A red kite over a beach', ...rest } = extras;
  const pictures = input ? [input] : [];
  return operation === 'image'
    ? imageJob({ model, order, prompt, inputs: pictures, ...rest })
    : chatJob({ model, order, prompt, pictures, ...rest });
}

function upstream({ fake, cases }: World): Upstream {
  if (!fake) throw new TypeError('the fake has not started');
  const { basePath, key, settings } = cases;
  return { baseUrl: fake.url + basePath, key, ...(settings !== undefined && { settings }) };
}

/** The last one that said something; procedures go on to ask how far it is. */
function lastCall({ fake }: World): FakeCall {
  const call = fake?.calls.findLast(({ body }) => body.length > 0);
  if (!call) throw new TypeError('nothing was sent');
  return call;
}

async function failure(promise: Promise<unknown>): Promise<GatewayError> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(GatewayError);
  return outcome as GatewayError;
}

const picturesOf = (answer: Answer): MediaPart[] => answer.parts.filter((part) => part.type === 'media');

const textOf = (answer: Answer): string =>
  answer.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');

async function expectPictures(pictures: readonly MediaPart[], { order, pixels }: DrawCase): Promise<void> {
  expect(pictures).toHaveLength(order.count);
  for (const picture of pictures) {
    const facts = await inspectPicture(await pictureBytes(picture));
    const size = pixels ?? order.size;
    if (size) expect(facts).toMatchObject(size);
    if (order.format) expect(facts.format).toBe(order.format);
    if (order.background === 'transparent') expect(facts.hasAlpha).toBe(true);
  }
}

function expectCarried(call: FakeCall, { order, carried }: DrawCase): void {
  for (const wish of Object.keys(order) as (keyof ImageOrder)[]) {
    const rule =
      carried[wish] ?? (wish === 'count' && order.count === 1 ? { not: 'one is the default' } : undefined);
    if (!rule) throw new TypeError(`the case does not say where ${wish} stands in the call`);
    if ('at' in rule) expect({ [rule.at]: valueAt(call, rule.at) }).toEqual({ [rule.at]: rule.is });
  }
}

function valueAt(call: FakeCall, path: string): unknown {
  if (call.json === undefined) return call.form.find((part) => part.name === path)?.data.toString();
  return path
    .split('.')
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], call.json);
}

/** Start first, end last, every part opened and closed once. */
function expectOrderly(events: readonly StreamEvent[]): void {
  const told = events.filter((event) => event.type !== 'warning');
  expect(told.at(0)?.type).toBe('response-start');
  expect(told.at(-1)?.type).toBe('response-end');
  const starts = told.flatMap((event) => (event.type === 'part-start' ? [event.index] : []));
  const ends = told.flatMap((event) => (event.type === 'part-end' ? [event.index] : []));
  expect(starts).toEqual(starts.map((_, at) => at));
  expect(ends.toSorted((a, b) => a - b)).toEqual(starts);
}
