import { expect, it } from 'vitest';
import { makeChannel } from '../../../test/routing/channel.ts';
import { startFake } from '../../../test/upstreams/fake.ts';
import { GatewayError } from '../../contract/error.ts';
import type { AuthorizeIo, CallHeaders, OutgoingRequest, Provider, Target } from '../../contract/provider.ts';
import { createUpstream } from '../../egress/upstream.ts';
import { Secret } from '../../lib/secret.ts';
import type { Candidate } from '../../routing/candidates.ts';
import { createMemoryBlobs } from '../../storage/memory/blobs.ts';
import type { PipelineParts } from '../exchange.ts';
import { credentials as credentialsOf } from './credentials.ts';

const REQUEST: OutgoingRequest = {
  method: 'POST',
  url: new URL('https://upstream.example/v1/x'),
  headers: {},
  sha256: async () => 'hash',
};

type Authorize = Provider['authorize'];

/** Asks for the headers of a channel whose provider authorizes in this way. */
function channelWith(authorize: Authorize, secret = new Secret('the key')) {
  const clock = { now: 0 };
  const upstream = createUpstream();
  const parts = {
    upstream,
    blobs: createMemoryBlobs(),
    now: () => clock.now,
    shutdown: new AbortController().signal,
  } as Partial<PipelineParts> as PipelineParts;
  const provider = { authorize } as Provider;
  const credential = { id: 'key', label: 'key', secret };
  const channel = makeChannel('one', provider, { credentials: [credential] });
  const candidate = { channel, credential, target: {} as Target } as Partial<Candidate> as Candidate;
  const ask = async (): Promise<CallHeaders> => {
    const made = credentialsOf(parts, candidate);
    return typeof made === 'function' ? made(REQUEST) : made;
  };
  return { ask, clock, close: () => upstream.close() };
}

const withToken =
  (fetch: (io: AuthorizeIo) => Promise<{ value: string; expires: number }>): Authorize =>
  async (_secret, _request, _target, io) => ({ token: await io.token('t', () => fetch(io)) });

it('hands the key and the request as it will leave to the provider', async () => {
  const { ask } = channelWith(async (secret, { url, sha256 }) => ({
    signed: `${secret} ${url.pathname} ${await sha256()}`,
  }));
  expect(await ask()).toEqual({ signed: 'the key /v1/x hash' });
});

it('asks the provider for nothing where the channel has no key', async () => {
  const parts = {} as Partial<PipelineParts> as PipelineParts;
  const candidate = { channel: { credentials: [] } } as unknown as Candidate;
  expect(credentialsOf(parts, candidate)).toEqual({});
});

it('fetches a token once for all who ask at the same time, and again when it has expired', async () => {
  let fetched = 0;
  const { ask, clock } = channelWith(
    withToken(async () => ({ value: `${++fetched}`, expires: clock.now + 100 })),
  );
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([{ token: '1' }, { token: '1' }, { token: '1' }]);
  clock.now = 99;
  expect(await ask()).toEqual({ token: '1' });
  clock.now = 100;
  expect(await Promise.all([ask(), ask()])).toEqual([{ token: '2' }, { token: '2' }]);
});

it('tries again after a token could not be had', async () => {
  const failure = new GatewayError('upstream_auth', 'No token.');
  const outcomes = [Promise.reject(failure), Promise.resolve({ value: 'ok', expires: 1 })];
  outcomes[0]?.catch(() => {});
  const { ask } = channelWith(
    withToken(() => outcomes.shift() ?? Promise.reject(new Error('asked too often'))),
  );
  await expect(ask()).rejects.toBe(failure);
  expect(await ask()).toEqual({ token: 'ok' });
});

it('keeps the tokens of channels apart', async () => {
  const one = channelWith(withToken(async () => ({ value: 'one', expires: 1 })));
  const other = channelWith(withToken(async () => ({ value: 'other', expires: 1 })));
  expect([await one.ask(), await other.ask()]).toEqual([{ token: 'one' }, { token: 'other' }]);
});

it('asks a token service without the credentials of the channel', async () => {
  const service = await startFake(() => ({ status: 400, json: { error: 'invalid_grant' } }));
  const { ask, close } = channelWith(async (_secret, _request, _target, io) => {
    const body = { kind: 'urlencoded', fields: { grant: 'a b&c' } } as const;
    const reply = await io.send({ method: 'POST', path: `${service.url}/token`, body });
    return { said: JSON.stringify(reply.tree) };
  });
  expect(await ask()).toEqual({ said: '{"error":"invalid_grant"}' });
  const [call] = service.calls;
  expect(call?.body.toString()).toBe('grant=a+b%26c');
  expect(call?.headers).toMatchObject({ 'content-type': 'application/x-www-form-urlencoded' });
  expect(call?.headers.authorization).toBeUndefined();
  await close();
  await service.close();
});
