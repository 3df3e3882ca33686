import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { leastCpu } from '../timing/least-cpu.ts';
import { speak } from './raw-http.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({
    channels: [{ name: 'demo', type: 'demo' }],
    server: { body_limit_mb: 8 },
  });
});
afterAll(async () => {
  expect(gateway.log()).not.toContain('"code":"internal"');
  await gateway.close();
});

const TYPE = 'multipart/form-data; boundary=B';
const field = (name: string, value = 'x'): string =>
  `--B\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (name: string, headers = ''): string =>
  `--B\r\ncontent-disposition: form-data; name="${name}"; filename="a.png"\r\n${headers}\r\nx\r\n`;
const END = '--B--\r\n';

async function send(body: string, type = TYPE) {
  const response = await fetch(`${gateway.url}/v1/images/edits`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.key}`, 'content-type': type },
    body,
  });
  return { status: response.status, text: await response.text() };
}

const MOST_CPU_MS = 4_000;

describe('a form', () => {
  const FORMS: { readonly [what: string]: readonly [body: string, status: number, type?: string] } = {
    'of ten thousand fields': [field('a').repeat(10_000) + END, 413],
    'of a thousand files': [file('image').repeat(1_000) + END, 413],
    'with headers without end': [`--B\r\n${'x-y: z\r\n'.repeat(200_000)}`, 400],
    'with one header of megabytes': [`--B\r\nx: ${'y'.repeat(4_000_000)}\r\n\r\nx\r\n${END}`, 400],
    'with a name of megabytes': [field('n'.repeat(2_000_000)) + END, 400],
    'with a field of megabytes': [field('prompt', 'p'.repeat(3_000_000)) + END, 413],
    'without a boundary': [field('prompt') + END, 400, 'multipart/form-data'],
    'with an empty boundary': [field('prompt') + END, 400, 'multipart/form-data; boundary='],
    'with another boundary': [field('prompt') + END, 400, 'multipart/form-data; boundary=C'],
    'with a boundary of kilobytes': [
      field('prompt') + END,
      400,
      `multipart/form-data; boundary=${'b'.repeat(4_000)}`,
    ],
    'without an end': [field('prompt'), 400],
    'of nothing': ['', 400],
    'of a part without a name': [`--B\r\ncontent-disposition: form-data\r\n\r\nx\r\n${END}`, 400],
    'of boundaries alone': ['--B\r\n'.repeat(200_000), 400],
    'of almost boundaries': [`${field('prompt', '\r\n--A'.repeat(200_000))}${END}`, 400],
    'of parts that lie about their length': [`${file('image', 'content-length: 999999999\r\n')}${END}`, 400],
    'with a member of every object': [
      `${['__proto__', 'constructor', 'toString'].map((name) => field(name)).join('')}${END}`,
      400,
    ],
  };
  it.each(Object.keys(FORMS))('%s is refused, in time and with a reason', async (what) => {
    const [body, status, type] = FORMS[what] ?? ['', 0];
    const got = await leastCpu(MOST_CPU_MS, () => send(body, type));
    expect([got.status, got.text]).toEqual([status, expect.stringContaining('"message"')]);
    expect(got.cpuMs).toBeLessThan(MOST_CPU_MS);
  });

  it('that announces more than it sends is left when its time is over', async () => {
    const hasty = await startGateway({ server: { client_timeout_seconds: 1 } });
    const head = [
      'POST /v1/images/edits HTTP/1.1',
      ...[
        'host: x',
        `authorization: Bearer ${hasty.key}`,
        `content-type: ${TYPE}`,
        'content-length: 100000',
        '',
        '',
      ],
    ].join('\r\n');
    const { closed } = await speak(hasty.url, head + field('prompt'), 8_000);
    expect(closed).toBe(true);
    expect(hasty.log()).not.toContain('"code":"internal"');
    await hasty.close();
  });
});
