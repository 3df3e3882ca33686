import { SECURITY_HEADERS } from '../../src/server/security-headers.ts';
import type { Answer } from '../gateway/house.ts';
import { readEvents } from '../gateway/read-stream.ts';
import type { FakeCall, FakePart } from '../upstreams/fake.ts';
import { shortenAll, shortenText } from './shorten.ts';

/** What is not the gateway's choice, or differs from run to run. */
const UNIMPORTANT = new Set([
  ...['host', 'connection', 'content-length', 'transfer-encoding', 'date', 'keep-alive', 'expect'],
  ...['accept-encoding', 'user-agent', 'accept', 'accept-language', 'sec-fetch-mode'],
]);
const CREDENTIALS = new Set(['authorization', 'x-api-key', 'x-goog-api-key', 'api-key']);

export interface Exchanged {
  readonly title: string;
  readonly request: {
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
  readonly calls: readonly FakeCall[];
  readonly answer: Answer;
  /** Texts that differ from run to run, with what to show in their place. */
  readonly names: Readonly<Record<string, string>>;
}

/** Client request, upstream calls and client reply on one page. */
export async function page({ title, request, calls, answer, names }: Exchanged): Promise<string> {
  const blocks = [
    `# ${title}`,
    `## Client: POST ${request.path}\n${headerLines(request.headers)}${await shown(request.body)}`,
    ...(await Promise.all(calls.map(upstreamBlock))),
    `## Reply: ${answer.status}\n${headerLines(Object.fromEntries(answer.headers))}${await replyBody(answer)}`,
  ];
  if (calls.length === 0) blocks.splice(2, 0, '## Upstream: not called');
  return `${anonymous(blocks.join('\n\n'), names)}\n`;
}

async function upstreamBlock(
  call: FakeCall,
  index: number,
  { length }: readonly FakeCall[],
): Promise<string> {
  const count = length > 1 ? ` ${index + 1} of ${length}` : '';
  const headers = Object.fromEntries(
    Object.entries(call.headers).map(([name, value]) => [name, String(value)]),
  );
  const body = call.form.length > 0 ? await formLines(call.form) : await shown(call.json);
  return `## Upstream${count}: ${call.method} ${call.path}\n${headerLines(headers)}${body}`;
}

const headerLines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .filter(([name, value]) => !UNIMPORTANT.has(name.toLowerCase()) && !isEverywhere(name, value))
    .sort(([a], [b]) => a.localeCompare(b))
    .map(
      ([name, value]) =>
        `${name}: ${CREDENTIALS.has(name.toLowerCase()) ? '<key>' : value.replace(/boundary=.*/, 'boundary=…')}\n`,
    )
    .join('');

/** Every answer has them; only what a route changes of them is worth a line. */
const isEverywhere = (name: string, value: string): boolean =>
  SECURITY_HEADERS.some(([known, usual]) => known === name && usual === value);

async function formLines(parts: readonly FakePart[]): Promise<string> {
  const lines = parts.map(async ({ name, fileName, contentType, data }) =>
    fileName
      ? `${name}: ${await shortenText(data.toString('base64'))} (${fileName}, ${contentType})`
      : `${name}: ${data.toString()}`,
  );
  return (await Promise.all(lines)).join('\n');
}

async function shown(body: unknown): Promise<string> {
  return body instanceof FormData
    ? formLines(await partsOf(body))
    : JSON.stringify(await shortenAll(body), null, 2);
}

const partsOf = (form: FormData): Promise<FakePart[]> =>
  Promise.all(
    [...form].map(async ([name, value]): Promise<FakePart> => {
      if (typeof value === 'string') return { name, data: Buffer.from(value) };
      const data = Buffer.from(await value.arrayBuffer());
      return { name, fileName: value.name, contentType: value.type, data };
    }),
  );

async function replyBody(answer: Answer): Promise<string> {
  if (!answer.headers.get('content-type')?.includes('event-stream')) return shown(JSON.parse(answer.text));
  const events = readEvents(answer).map(async ({ event, data }) => {
    const line = data === '[DONE]' ? data : JSON.stringify(await shortenAll(JSON.parse(data)));
    return `${event === undefined ? '' : `event: ${event}\n`}data: ${line}`;
  });
  return (await Promise.all(events)).join('\n');
}

/** Ids, times, links and ports, which are different each time. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b(req|img|ig|resp|msg|rs|fc|srvtoolu|call)_[A-Za-z0-9_-]{12,}/g, '$1_…'],
  [/\bah-request-id: .*/g, 'ah-request-id: …'],
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
