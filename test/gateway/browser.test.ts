import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from './start.ts';

const ORIGIN = 'https://chat.example.com';
const demo = { channels: [{ name: 'demo', type: 'demo' }] };
let open: TestGateway;
let strict: TestGateway;
beforeAll(async () => {
  open = await startGateway(demo);
  strict = await startGateway({ ...demo, server: { cors_origins: [ORIGIN] } });
});
afterAll(() => Promise.all([open.close(), strict.close()]));

const preflight = ({ url }: TestGateway, origin = ORIGIN) =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
const allowed = ({ headers }: Response) => headers.get('access-control-allow-origin');

describe('a web page', () => {
  it('is told by the preflight that it may call with a key', async () => {
    const response = await preflight(open);
    expect(response.status).toBe(204);
    expect(allowed(response)).toBe('*');
    expect(response.headers.get('access-control-allow-headers')).toBe('authorization,content-type');
  });

  it('may read answers, streams and errors, and the gateway’s headers with them', async () => {
    const body = { model: 'demo-chat', messages: [{ role: 'user', content: 'hi' }] };
    const answers = [
      await open.post('/v1/chat/completions', body, { origin: ORIGIN }),
      await open.post('/v1/chat/completions', { ...body, stream: true }, { origin: ORIGIN }),
      await open.post('/v1/chat/completions', { model: 'none' }, { origin: ORIGIN }),
      await open.post('/v1/nowhere', {}, { origin: ORIGIN }),
    ];
    for (const answer of answers) {
      expect(allowed(answer)).toBe('*');
      expect(answer.headers.get('access-control-expose-headers')).toContain('ah-warnings');
      await answer.text();
    }
  });

  it('of an origin that is not listed gets nothing', async () => {
    expect(allowed(await preflight(strict, 'https://evil.example.com'))).toBeNull();
    expect(allowed(await preflight(strict))).toBe(ORIGIN);
  });

  it('cannot read what needs no key', async () => {
    for (const path of ['/metrics', '/health']) {
      expect(allowed(await fetch(open.url + path, { headers: { origin: ORIGIN } }))).toBeNull();
    }
  });
});

it('a base URL with one slash too many works', async () => {
  const body = { model: 'demo-chat', messages: [{ role: 'user', content: 'hi' }] };
  expect((await open.post('//v1/chat/completions/', body)).status).toBe(200);
});

it('a malformed path is refused in the form of every other error', async () => {
  const response = await fetch(`${open.url}/v1/models/%zz`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
});
