import { afterAll, beforeAll, expect, it } from 'vitest';
import { SECURITY_HEADERS } from '../../src/server/headers/security-headers.ts';
import { type House, openHouse } from '../gateway/house.ts';
import { speak } from './raw-http.ts';

let house: House;
let picture: string;
beforeAll(async () => {
  house = await openHouse();
  const body = { model: 'demo-image', prompt: 'A kite', size: '64x64', response_format: 'url' };
  const { text } = await house.ask('/v1/images/generations', body);
  picture = (JSON.parse(text) as { data: { url: string }[] }).data[0]?.url ?? '';
});
afterAll(() => house.close());

const messages = [{ role: 'user', content: 'hi' }];
const ask =
  (path: string, body: unknown, headers = {}) =>
  () =>
    house.gateway.post(path, body, headers);
const get =
  (path: string | (() => string), init: RequestInit = {}) =>
  () =>
    fetch(new URL(typeof path === 'string' ? path : path(), house.gateway.url), {
      redirect: 'manual',
      ...init,
      headers: { authorization: `Bearer ${house.gateway.key}`, ...init.headers },
    });

const ANSWERS: { readonly [what: string]: () => Promise<Response> } = {
  'a chat': ask('/v1/chat/completions', { model: 'demo-chat', messages }),
  'a stream': ask('/v1/chat/completions', { model: 'demo-chat', messages, stream: true }),
  'a relayed answer': ask('/v1/chat/completions', { model: 'gpt-5-mini', messages }),
  'a relayed stream': ask('/v1/chat/completions', { model: 'gpt-5-mini', messages, stream: true }),
  'a picture in JSON': ask('/v1/images/generations', { model: 'demo-image', prompt: 'x', size: '64x64' }),
  'a refused body': ask('/v1/chat/completions', {}),
  'a wrong key': ask('/v1/chat/completions', {}, { authorization: 'Bearer ah-wrong-0123456789' }),
  'a failure upstream': ask('/v1/chat/completions', {
    model: 'gpt-5-mini',
    messages: [{ role: 'user', content: 'forbidden' }],
  }),
  'a call over MCP': ask('/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/list' }),
  'a refusal over MCP': get('/mcp'),
  'a list': get('/v1/models'),
  'a kept answer that is none': get('/v1/responses/resp_none'),
  'a request that is none': get('/v1/requests/req_none'),
  'an unknown path': get('/no/such/path'),
  'a malformed path': get('/%zz'),
  'an unknown method': get('/v1/models', { method: 'DELETE' }),
  'a preflight': get('/v1/models', {
    method: 'OPTIONS',
    headers: { origin: 'https://a.example', 'access-control-request-method': 'POST' },
  }),
  'a HEAD': get('/v1/models', { method: 'HEAD' }),
  'a picture': get(() => picture),
  'a picture that is none': get('/v1/files/images/x.png'),
  'the console': get('/'),
  'the reference of the API': get('/docs/api'),
  'the admin API': get('/admin/v1/me'),
  metrics: get('/metrics'),
  health: get('/health'),
};

/** What a route may say instead: stricter or as strict, never looser. */
const MAY_DIFFER: { readonly [name: string]: RegExp } = {
  'content-security-policy': /^default-src '(none|self)'/,
  'cross-origin-resource-policy': /^cross-origin$/,
  'referrer-policy': /^same-origin$/,
  'cache-control': /^(no-cache|no-store|private|public)/,
};

it.each(Object.keys(ANSWERS))(
  '%s says that it is to be framed, guessed at and passed on by nobody',
  async (what) => {
    const response = await ANSWERS[what]?.();
    await response?.arrayBuffer();
    for (const [name, usual] of SECURITY_HEADERS) {
      const value = response?.headers.get(name) ?? '';
      if (value !== usual)
        expect([name, value]).toEqual([name, expect.stringMatching(MAY_DIFFER[name] ?? usual)]);
    }
    // Who and what serves is nobody's business.
    expect(response?.headers.get('server')).toBeNull();
    expect(response?.headers.get('x-powered-by')).toBeNull();
  },
);

it('only pictures may be embedded elsewhere, and in no way they can run', async () => {
  const open: string[] = [];
  for (const [what, answer] of Object.entries(ANSWERS)) {
    const { headers } = await answer();
    if (headers.get('cross-origin-resource-policy') === 'cross-origin') open.push(what);
  }
  expect(open).toEqual(['a picture']);
  const { headers } = await fetch(picture);
  expect(headers.get('content-security-policy')).toContain('sandbox');
});

it('what is no HTTP says it too', async () => {
  const { text } = await speak(house.gateway.url, 'nonsense\r\n\r\n');
  for (const [name, value] of SECURITY_HEADERS) expect(text).toContain(`${name}: ${value}\r\n`);
});
