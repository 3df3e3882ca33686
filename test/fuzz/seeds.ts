import { ADMIN_ROUTES } from '../../src/admin/contract/all.ts';
import { type GoldenCase, readCases, requestsOf } from '../golden/golden-case.ts';
import { sampleOf } from './sample.ts';

/** A request as it goes over the wire. */
export interface Sent {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

const DRAWING = ['demo-image', 'gpt-image-2', 'gemini-3-pro-image', 'google/gemini-3-pro-image'];
const TALKING = ['demo-chat', 'gpt-5-mini', 'gemini-2.5-flash'];

/** Valid requests of every client format, in every way that its golden cases know, to several providers. */
async function dialectSeeds(): Promise<Sent[]> {
  const seeds: Sent[] = [];
  for (const golden of await readCases()) {
    if (golden.breaksOff) continue;
    for (const model of modelsOf(golden)) {
      for (const { path, type, body } of requestsOf(golden, model)) {
        const { headers, bytes } = await encoded(body, type);
        seeds.push({ method: 'POST', path, headers: { ...golden.headers, ...headers }, body: bytes });
      }
    }
  }
  return seeds;
}

const modelsOf = ({ needs }: GoldenCase): readonly string[] =>
  needs === 'draw' || needs === 'draw-or-refuse' ? DRAWING : TALKING;

async function encoded(body: string | FormData, type: string | undefined) {
  const response = new Response(body, { headers: type === undefined ? {} : { 'content-type': type } });
  const headers = { 'content-type': response.headers.get('content-type') ?? '' };
  return { headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

export function json(method: string, path: string, body?: unknown): Sent {
  const headers = { 'content-type': 'application/json' };
  return body === undefined
    ? { method, path, headers: {} }
    : { method, path, headers, body: Buffer.from(JSON.stringify(body)) };
}

const chat = { model: 'demo-chat', messages: [{ role: 'user', content: 'hi' }] };
const draw = { model: 'demo-image', prompt: 'A kite', size: '64x64' };
const rpc = (method: string, params: object) =>
  json('POST', '/mcp', { jsonrpc: '2.0', id: 1, method, params });

/** Whatever else a client's key opens. */
const OTHERS: readonly Sent[] = [
  json('POST', '/v1/completions', { model: 'demo-chat', prompt: ['hi', 'ho'], n: 2, stop: ['x'] }),
  json('POST', '/v1/embeddings', { model: 'text-embedding-3-small', input: ['hi'], dimensions: 8 }),
  json('POST', '/v1/moderations', { model: 'omni-moderation-latest', input: 'hi' }),
  json('POST', '/v1/rerank', { model: 'rerank', query: 'hi', documents: ['a', 'b'], top_n: 1 }),
  json('POST', '/v1/messages/count_tokens', { ...chat, max_tokens: 9 }),
  json('POST', '/v1beta/models/demo-chat:countTokens', { contents: [{ parts: [{ text: 'hi' }] }] }),
  {
    ...json('POST', '/v1/images/generations', draw),
    headers: { ...ASYNC(), 'content-type': 'application/json' },
  },
  {
    ...json('POST', '/v1/chat/completions', chat),
    headers: { ...KEYED(), 'content-type': 'application/json' },
  },
  ...['/v1/models', '/v1/models/demo-chat', '/v1beta/models?pageSize=2', '/v1/images/models', '/health'].map(
    get,
  ),
  ...['/v1/jobs?limit=2&status=completed', '/v1/jobs/job_0', '/v1/jobs/job_0/result'].map(get),
  ...['/v1/jobs/job_0/partials/0', '/v1/webhooks/secret', '/v1/requests/req_0'].map(get),
  ...['/v1/requests/req_0/answer', '/v1/responses/resp_0', '/metrics', '/v1/reference'].map(get),
  ...['/v1/responses/resp_0/input_items?order=asc&limit=2', '/v1/routing/explain?model=demo-chat'].map(get),
  ...[`/v1/files/images/${'a'.repeat(64)}.png?exp=9999999999&sig=abc`, '/', '/mcp', '/index.html'].map(get),
  json('POST', '/v1/jobs/job_0/cancel'),
  json('DELETE', '/v1/jobs/job_0'),
  json('DELETE', '/v1/responses/resp_0'),
  rpc('initialize', {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'x', version: '1' },
  }),
  rpc('tools/list', {}),
  rpc('tools/call', { name: 'generate_image', arguments: { prompt: 'A kite', model: 'demo-image' } }),
];

function get(path: string): Sent {
  return json('GET', path);
}

function ASYNC() {
  return { prefer: 'respond-async' };
}

function KEYED() {
  return { 'idempotency-key': 'once' };
}

export const clientSeeds = async (): Promise<Sent[]> => [...(await dialectSeeds()), ...OTHERS];

/** Every route of the admin API, with a body that has all members its schema names. */
export const adminSeeds = (): Sent[] =>
  ADMIN_ROUTES.map(({ method, path, body, query }) => {
    const filled = path.replace('{project}', 'default').replaceAll(/\{\w+\}/g, 'nobody_0');
    const asked = query ? `?${new URLSearchParams(textsOf(sampleOf(query)))}` : '';
    return json(method, `/admin${filled}${asked}`, body && sampleOf(body));
  });

const textsOf = (sample: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(sample as object).map(([name, value]) => [name, String(value)]));
