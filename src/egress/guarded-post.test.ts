import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fake, type FakeReply, startFake } from '../../test/upstreams/fake.ts';
import { GatewayError } from '../contract/error.ts';
import { createGuardedPost, type GuardedPost, type GuardedPostOptions } from './guarded-post.ts';

let answer: FakeReply;
const fake: Fake = await startFake(() => answer);
const { host, port } = new URL(fake.url);
const open: GuardedPost[] = [];
afterAll(async () => {
  await Promise.all(open.map((http) => http.close()));
  await fake.close();
});
beforeEach(() => {
  answer = { status: 204, body: '' };
  fake.calls.splice(0);
});

function guard(options: GuardedPostOptions = {}): GuardedPost {
  const http = createGuardedPost(options);
  open.push(http);
  return http;
}

const post = (http: GuardedPost, url: string): Promise<number> =>
  http.post(url, { headers: { 'x-mine': 'yes' }, body: Buffer.from('{}') }, new AbortController().signal);

const refusal = {
  code: 'invalid_request',
  message: 'The webhook cannot be sent: its address is not allowed: messages go to the public internet only.',
};

describe('a message to a server that somebody outside named', () => {
  it('is posted with its headers, and the status of the answer is told', async () => {
    answer = { status: 410, body: 'a long explanation' };
    expect(await post(guard({ allowPrivate: [host] }), `${fake.url}/hook`)).toBe(410);
    expect(fake.calls[0]).toMatchObject({ method: 'POST', path: '/hook', headers: { 'x-mine': 'yes' } });
  });

  it.each([
    ['an address of this machine', fake.url],
    ['the metadata of a cloud', 'http://169.254.169.254/latest/meta-data'],
    ['a private network', 'http://[::ffff:10.0.0.1]:8080/'],
  ])('does not go to %s', async (_what, url) => {
    await expect(post(guard(), url)).rejects.toMatchObject(refusal);
    expect(fake.calls).toEqual([]);
  });

  it('does not go to a name that leads inside', async () => {
    const resolve = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    await expect(post(guard({ resolve }), `http://hooks.example:${port}/`)).rejects.toMatchObject(refusal);
    expect(fake.calls).toEqual([]);
  });

  it('follows no redirect', async () => {
    answer = { status: 307, body: '', headers: { location: `${fake.url}/inside` } };
    expect(await post(guard({ allowPrivate: [host] }), fake.url)).toBe(307);
    expect(fake.calls).toHaveLength(1);
  });

  it.each([
    ...['http://127.0.0.1/', 'http://[::1]:8080/', 'http://2130706433/'],
    ...['ftp://hooks.example/', 'http://user:secret@hooks.example/', 'http://hooks.example:22/', 'hooks'],
  ])('is refused before it is promised, to %s', (url) => {
    expect(() => guard().check(url)).toThrow(GatewayError);
  });

  it('is promised to public addresses, and to those that are allowed', () => {
    const http = guard({ allowPrivate: [host, '10.0.0.0/8'] });
    for (const url of ['https://hooks.example/', 'http://93.184.216.34/', fake.url, 'http://10.1.2.3/'])
      expect(() => http.check(url)).not.toThrow();
  });
});
