import type {
  AuthorizeIo,
  Call,
  Exchange,
  Operation,
  ProcedureIo,
  Provider,
  Reply,
  Target,
} from '../../src/contract/provider.ts';
import type { ChatJob, ImageJob, MediaPart, Warning } from '../../src/contract/request.ts';
import type { Response as Answer, StreamEvent } from '../../src/contract/response.ts';
import { unfold } from '../../src/contract/stream.ts';
import { isEventStream, readEvents } from '../../src/egress/read-events.ts';
import { readReply } from '../../src/egress/read-reply.ts';
import { createUpstream, type UpstreamReply } from '../../src/egress/upstream.ts';
import { memorySpool } from '../../src/storage/memory/spool.ts';

/** Where a provider is to be reached, and with which key. */
export interface Upstream {
  readonly baseUrl: string;
  readonly key: string;
  /** As an operator would write them. */
  readonly settings?: unknown;
}

type Job = ImageJob | ChatJob;

/** Sends one job through a provider, as the pipeline would: encode, call, decode. Throws the provider's own error. */
export async function perform(
  provider: Provider,
  job: Job,
  at: Upstream,
  submit: ProcedureIo['submit'] = (work) => work(),
): Promise<Answer> {
  const target = targetOf(provider, job, at);
  const exchange = operationOf(provider, job);
  if (exchange.kind === 'procedure')
    return exchange.run(job, target, { ...procedureIo(provider, target, at), submit });
  const { call, warnings } = exchange.encode(job, target);
  const reply = await readOk(provider, await send(provider, call, target, at));
  const answer = exchange.decode(reply, job, target);
  return { ...answer, warnings: [...warnings, ...answer.warnings] };
}

/** The same as a stream. An upstream that answers plain JSON although a stream was asked is unfolded. */
export async function performStream(provider: Provider, job: Job, at: Upstream): Promise<StreamEvent[]> {
  const target = targetOf(provider, job, at);
  const exchange = exchangeOf(provider, job);
  const { call, warnings } = exchange.encode(job, target);
  const reply = await send(provider, call, target, at);
  const events: StreamEvent[] = warnings.map((warning: Warning) => ({ type: 'warning', warning }));
  if (reply.status >= 400 || !isEventStream(reply)) {
    return [...events, ...unfold(exchange.decode(await readOk(provider, reply), job, target))];
  }
  const fold = exchange.decodeStream?.(job, target);
  if (!fold) throw new TypeError(`${provider.id} cannot read this stream`);
  for await (const batch of readEvents(reply, { spool: memorySpool() })) {
    events.push(...batch.flatMap((frame) => fold.push(frame)));
  }
  return [...events, ...fold.end()];
}

/** The bytes of a picture in an answer; a URL is fetched. */
export async function pictureBytes(part: MediaPart): Promise<Buffer> {
  const { media } = part;
  if (media.from === 'url') return Buffer.from(await (await fetch(media.url)).arrayBuffer());
  if (media.from !== 'inline') throw new TypeError(`a provider's picture cannot be ${media.from}`);
  return gather(media.payload.read());
}

export function targetOf(provider: Provider, job: Job, { baseUrl, settings: given = {} }: Upstream): Target {
  const { model } = job.request;
  const settings = readSettings(provider, given);
  return { channel: 'test', baseUrl, settings, model, card: provider.card(model, settings) };
}

/** As the configuration would read them. */
function readSettings({ id, settings }: Provider, given: unknown): unknown {
  const read = settings?.safeParse(given);
  if (read?.success === false) throw new TypeError(`${id} refuses these settings`);
  return read?.data;
}

function exchangeOf(provider: Provider, job: Job): Exchange<Job> {
  const operation = operationOf(provider, job);
  if (operation.kind !== 'exchange') throw new TypeError(`${provider.id} has no ${job.operation} exchange`);
  return operation;
}

function operationOf(provider: Provider, job: Job): Operation<Job> {
  const operation = job.operation === 'image' ? provider.image : provider.chat;
  if (!operation) throw new TypeError(`${provider.id} has no ${job.operation} operation`);
  return operation as Operation<Job>;
}

/** The network is real, waiting takes hardly any time. */
function procedureIo(provider: Provider, target: Target, at: Upstream): ProcedureIo {
  const absent = () => Promise.reject(new TypeError('not imitated here'));
  return {
    send: async (call) => readOk(provider, await send(provider, call, target, at)),
    submit: (work) => work(),
    wait: () => new Promise((resolve) => setTimeout(resolve, 5)),
    takeBack: async (call) => (await send(provider, call, target, at)).body.cancel(),
    download: absent,
    render: absent,
    timeoutMs: LIMITS.timeoutMs,
    signal: LIMITS.signal,
  };
}

/** As the pipeline sends it, credentials included. */
function send(provider: Provider, call: Call, target: Target, { key }: Upstream): Promise<UpstreamReply> {
  return upstream.send(call, {
    ...LIMITS,
    baseUrl: target.baseUrl,
    ...(provider.hosts && { hosts: provider.hosts }),
    headers: (request) => provider.authorize(key, request, target, authorizeIo),
  });
}

const upstream = createUpstream();
const LIMITS = {
  signal: new AbortController().signal,
  timeoutMs: 60_000,
  idleTimeoutMs: 60_000,
  bodyTimeoutMs: 60_000,
};

/** Every call gets a token of its own. */
const authorizeIo: AuthorizeIo = {
  now: Date.now,
  token: async (_name, fetch) => (await fetch()).value,
  async send(call) {
    const { origin } = new URL(call.path);
    const reply = await upstream.send(call, { ...LIMITS, baseUrl: origin, headers: {} });
    return readReply(reply, { spool: memorySpool() });
  },
};

async function readOk(provider: Provider, answer: UpstreamReply): Promise<Reply> {
  const reply = await readReply(answer, { spool: memorySpool() });
  if (answer.status >= 400) throw provider.decodeError(reply);
  return reply;
}

async function gather(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(Buffer.from(chunk));
  return Buffer.concat(all);
}
