import type { Call, Exchange, Provider, Reply, Target } from '../../src/contract/provider.ts';
import type { ChatJob, ImageJob, MediaPart, Warning } from '../../src/contract/request.ts';
import type { Response as Answer, StreamEvent } from '../../src/contract/response.ts';
import { unfold } from '../../src/contract/stream.ts';
import { memorySpool } from '../../src/storage/memory/spool.ts';
import { readJson } from '../../src/wire/json-scan.ts';
import { writeJson } from '../../src/wire/json-write.ts';
import { writeForm } from '../../src/wire/multipart.ts';
import { readSse } from '../../src/wire/sse.ts';

/** Where a provider is to be reached, and with which key. */
export interface Upstream {
  readonly baseUrl: string;
  readonly key: string;
}

type Job = ImageJob | ChatJob;

/** Sends one job through a provider, as the pipeline would: encode, call, decode. Throws the provider's own error. */
export async function perform(provider: Provider, job: Job, upstream: Upstream): Promise<Answer> {
  const target = targetOf(provider, job, upstream);
  const exchange = exchangeOf(provider, job);
  const { call, warnings } = exchange.encode(job, target);
  const answer = exchange.decode(
    await readReply(provider, await send(provider, call, upstream)),
    job,
    target,
  );
  return { ...answer, warnings: [...warnings, ...answer.warnings] };
}

/** The same as a stream. An upstream that answers plain JSON although a stream was asked is unfolded. */
export async function performStream(
  provider: Provider,
  job: Job,
  upstream: Upstream,
): Promise<StreamEvent[]> {
  const target = targetOf(provider, job, upstream);
  const exchange = exchangeOf(provider, job);
  const { call, warnings } = exchange.encode(job, target);
  const response = await send(provider, call, upstream);
  const events: StreamEvent[] = warnings.map((warning: Warning) => ({ type: 'warning', warning }));
  const streamed = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (!response.ok || !streamed) {
    return [...events, ...unfold(exchange.decode(await readReply(provider, response), job, target))];
  }
  const fold = exchange.decodeStream?.(job, target);
  if (!fold || !response.body) throw new TypeError(`${provider.id} cannot read this stream`);
  for await (const frame of readSse(response.body, { spool: memorySpool() }))
    events.push(...fold.push(frame));
  return [...events, ...fold.end()];
}

/** The bytes of a picture in an answer; a URL is fetched. */
export async function pictureBytes(part: MediaPart): Promise<Buffer> {
  const { media } = part;
  if (media.from === 'url') return Buffer.from(await (await fetch(media.url)).arrayBuffer());
  if (media.from !== 'inline') throw new TypeError(`a provider's picture cannot be ${media.from}`);
  return gather(media.payload.read());
}

export const targetOf = (provider: Provider, job: Job, { baseUrl }: Upstream): Target => ({
  channel: 'test',
  baseUrl,
  model: job.request.model,
  card: provider.card(job.request.model),
});

function exchangeOf(provider: Provider, job: Job): Exchange<Job> {
  const operation = job.operation === 'image' ? provider.image : provider.chat;
  if (operation?.kind !== 'exchange') throw new TypeError(`${provider.id} has no ${job.operation} exchange`);
  return operation as Exchange<Job>;
}

async function send(provider: Provider, call: Call, { baseUrl, key }: Upstream): Promise<Response> {
  const { headers, body } = await bodyOf(call);
  const url = /^https?:/.test(call.path) ? call.path : baseUrl + call.path;
  return fetch(url, {
    method: call.method,
    headers: { ...headers, ...call.headers, ...provider.authorize(key) },
    ...(body && { body: new Uint8Array(body) }),
  });
}

async function bodyOf({ body }: Call): Promise<{ headers: Record<string, string>; body?: Buffer }> {
  if (!body) return { headers: {} };
  if (body.kind === 'json') {
    return {
      headers: { 'content-type': 'application/json' },
      body: await gather(writeJson(body.tree).chunks()),
    };
  }
  const form = writeForm(body.entries);
  return { headers: { 'content-type': form.contentType }, body: await gather(form.chunks()) };
}

async function readReply(provider: Provider, response: Response): Promise<Reply> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const head = { status: response.status, headers: Object.fromEntries(response.headers) };
  const reply: Reply = await readJson(once(bytes), { spool: memorySpool() }).then(
    (tree) => ({ ...head, tree }),
    () => ({ ...head, tree: null, text: bytes.toString().slice(0, 500) }),
  );
  if (!response.ok) throw provider.decodeError(reply);
  return reply;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function gather(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(Buffer.from(chunk));
  return Buffer.concat(all);
}
