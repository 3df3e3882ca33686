import { isDeepStrictEqual } from 'node:util';
import { SECURITY_HEADERS } from '../../src/server/headers/security-headers.ts';
import type { Answer } from '../gateway/house.ts';
import { readEvents } from '../gateway/read-stream.ts';
import type { FakeCall, FakePart } from '../upstreams/fake.ts';
import type { GoldenRequest } from './golden-case.ts';
import { laidOut, onOneLine } from './laid-out.ts';
import { newsOf } from './news.ts';
import { shortenAll, shortenText } from './shorten.ts';

/** What is the same for every request, not the gateway's choice, or different from run to run. */
const UNIMPORTANT = new Set([
  ...['host', 'connection', 'content-length', 'transfer-encoding', 'date', 'keep-alive', 'expect'],
  ...['accept-encoding', 'user-agent', 'accept', 'accept-language', 'sec-fetch-mode'],
  ...['ah-request-id', 'cache-control', 'x-accel-buffering'],
]);
const USUAL = ['content-type: application/json', 'content-type: text/event-stream'];
const CREDENTIALS = new Set(['authorization', 'x-api-key', 'x-goog-api-key', 'api-key']);

export interface Exchanged {
  readonly request: GoldenRequest;
  readonly headers: Readonly<Record<string, string>>;
  readonly calls: readonly FakeCall[];
  readonly answer: Answer;
}

/**
 * Client request, upstream calls, what they were answered, and the reply to the client on one page: first the whole answer, then
 * the streamed one, of whose requests only what differs is shown.
 * @param names texts that differ from run to run, with what to show in their place
 */
export async function page(
  title: string,
  exchanges: readonly Exchanged[],
  names: Readonly<Record<string, string>>,
): Promise<string> {
  const blocks = [`# ${title}`];
  for (const [index, exchange] of exchanges.entries()) {
    blocks.push(...(await section(exchange, exchanges.slice(0, index)[0])));
  }
  return `${anonymous(blocks.join('\n\n'), names)}\n`;
}

async function section(exchange: Exchanged, whole: Exchanged | undefined): Promise<string[]> {
  const { request, headers, calls, answer } = exchange;
  const sent = typeof request.body === 'string' ? JSON.parse(request.body) : undefined;
  const upstream = await Promise.all(
    calls.map((call, index) =>
      upstreamBlock(call, { index, count: calls.length, like: whole?.calls[index], sent }),
    ),
  );
  const asked = whole ? `the same with ${onOneLine(request.more)}` : await shown(request.body);
  return [
    `## Client: POST ${request.path}\n${headerLines(headers)}${asked}`,
    ...(calls.length === 0 ? ['## Upstream: not called'] : upstream),
    `## Reply: ${answer.status}\n${headerLines(Object.fromEntries(answer.headers))}${await replyBody(answer, calls.at(-1))}`,
  ];
}

interface Place {
  readonly index: number;
  readonly count: number;
  /** The call that the whole answer took. */
  readonly like: FakeCall | undefined;
  /** The client's JSON. */
  readonly sent: unknown;
}

async function upstreamBlock(call: FakeCall, { index, count, like, sent }: Place): Promise<string> {
  const number = count > 1 ? ` ${index + 1} of ${count}` : '';
  const headers = headerLines(
    Object.fromEntries(Object.entries(call.headers).map(([name, value]) => [name, String(value)])),
  );
  const asked = `## Upstream${number}: ${call.method} ${call.path}\n`;
  if (like) return asked + (await differences(call, like));
  const isRelayed = call.json !== undefined && isDeepStrictEqual(call.json, sent);
  const json = isRelayed ? "the client's body" : await shown(call.json);
  const body = call.form.length > 0 ? await formLines(call.form) : json;
  return asked + headers + body + (await answered(call));
}

async function differences(call: FakeCall, like: FakeCall): Promise<string> {
  const [now, before] = await Promise.all([membersOf(call), membersOf(like)]);
  const fresh = Object.entries(now).filter(([name, value]) => !isDeepStrictEqual(value, before[name]));
  const gone = Object.keys(before).filter((name) => !(name in now));
  if (fresh.length === 0 && gone.length === 0) return 'the same';
  const left = gone.length > 0 ? `, without ${gone.join(', ')}` : '';
  return `the same with ${laidOut(Object.fromEntries(fresh))}${left}`;
}

async function membersOf({ json, form }: FakeCall): Promise<Readonly<Record<string, unknown>>> {
  const parts = form.map(
    ({ name, fileName, data }) => [name, data.toString(fileName ? 'base64' : 'utf8')] as const,
  );
  return (await shortenAll(form.length > 0 ? Object.fromEntries(parts) : (json ?? {}))) as Record<
    string,
    unknown
  >;
}

/** What the upstream said to a call for a whole answer. */
async function answered({ reply }: FakeCall): Promise<string> {
  if (!reply || !('json' in reply)) return '';
  return `\n\n## Answered: ${reply.status ?? 200}\n${laidOut(await shortenAll(reply.json))}`;
}

const headerLines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .filter(([name, value]) => !UNIMPORTANT.has(name.toLowerCase()) && !isEverywhere(name, value))
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) => headerLine(name, value))
    .filter((line) => !USUAL.some((usual) => line.startsWith(usual)))
    .join('');

/** Every answer has them; only what a route changes of them is worth a line. */
const isEverywhere = (name: string, value: string): boolean =>
  SECURITY_HEADERS.some(([known, usual]) => known === name && usual === value);

const headerLine = (name: string, value: string): string =>
  `${name}: ${CREDENTIALS.has(name.toLowerCase()) ? '<key>' : value.replace(/boundary=.*/, 'boundary=…')}\n`;

async function formLines(parts: readonly FakePart[]): Promise<string> {
  const lines = parts.map(async ({ name, fileName, contentType, data }) =>
    fileName
      ? `${name}: ${await shortenText(data.toString('base64'))} (${fileName}, ${contentType})`
      : `${name}: ${data.toString()}`,
  );
  return (await Promise.all(lines)).join('\n');
}

const shown = async (body: unknown): Promise<string> =>
  body instanceof FormData
    ? formLines(await partsOf(body))
    : laidOut(await shortenAll(typeof body === 'string' ? JSON.parse(body) : body));

const partsOf = (form: FormData): Promise<FakePart[]> =>
  Promise.all(
    [...form].map(async ([name, value]): Promise<FakePart> => {
      if (typeof value === 'string') return { name, data: Buffer.from(value) };
      const data = Buffer.from(await value.arrayBuffer());
      return { name, fileName: value.name, contentType: value.type, data };
    }),
  );

async function replyBody(answer: Answer, call: FakeCall | undefined): Promise<string> {
  if (!answer.headers.get('content-type')?.includes('event-stream')) {
    const said = call?.reply && 'json' in call.reply ? JSON.stringify(call.reply.json) : undefined;
    return answer.text === said ? "the upstream's answer" : shown(answer.text);
  }
  const events = readEvents(answer);
  const frames = await Promise.all(
    events.map(async ({ data }) => (data === '[DONE]' ? data : shortenAll(JSON.parse(data)))),
  );
  return newsOf(frames)
    .map((frame, at) => line(frame, events[at]?.event))
    .join('\n');
}

/** Where an event has a name, its data repeats it. */
function line(frame: unknown, event: string | undefined): string {
  if (typeof frame === 'string') return frame;
  if (event === undefined) return onOneLine(frame);
  const { type, ...data } = frame as { readonly type?: string };
  return `${event} ${onOneLine(type === event ? data : frame)}`;
}

/** Ids, times, links and ports, which are different each time. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b(req|img|ig|resp|msg|rs|fc|srvtoolu|call)_[A-Za-z0-9_-]{12,}/g, '$1_…'],
  [/"(created|created_at|completed_at|url_expires|expires_at)":( ?)(?!1795400)\d+(\.\d+)?/g, '"$1":$2<time>'],
  [/\/images\/[0-9a-f]{64}\.(\w+)\?expires=\d+&signature=[\w-]+/g, '/images/<hash>.$1?<signed>'],
  // The fake numbers its signatures.
  [/\b(gemini~)?c2lnbmF0dXJl[A-Za-z0-9+/]{8,}=*/g, '$1<signature>'],
  [/"(ms|duration_ms)":( ?)\d+/g, '"$1":$2<time>'],
];

function anonymous(text: string, names: Readonly<Record<string, string>>): string {
  let plain = text;
  for (const [name, shownAs] of Object.entries(names)) plain = plain.replaceAll(name, shownAs);
  for (const [pattern, shownAs] of PATTERNS) plain = plain.replace(pattern, shownAs);
  return plain;
}
