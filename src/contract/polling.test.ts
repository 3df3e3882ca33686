import { describe, expect, it } from 'vitest';
import { GatewayError } from './error.ts';
import { awaitResult, type PendingWork } from './polling.ts';
import type { Call, ProcedureIo, Reply } from './provider.ts';
import { asString, member } from './tree.ts';

const poll: Call = { method: 'GET', path: '/jobs/1' };
const cancel: Call = { method: 'POST', path: '/jobs/1/cancel' };
const said = (result: string | null): Reply => ({ status: 200, headers: {}, tree: { result } });
const down = new GatewayError('upstream_unavailable', 'down', { retry: 'next-target' });

/** An upstream that gives these answers one after the other, the last for ever; waiting takes no time. */
function world(answers: readonly (Reply | GatewayError)[], timeoutMs = 60_000) {
  const waits: number[] = [];
  const takenBack: Call[] = [];
  let asked = 0;
  const absent = () => Promise.reject(new TypeError('not needed here'));
  const io: ProcedureIo = {
    send: async () => {
      const answer = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      if (!answer || answer instanceof Error) throw answer;
      return answer;
    },
    wait: async (ms) => void waits.push(ms),
    submit: (work) => work(),
    takeBack: async (call) => void takenBack.push(call),
    download: absent,
    render: absent,
    timeoutMs,
    signal: new AbortController().signal,
  };
  return { io, waits, takenBack, asked: () => asked };
}

const work: PendingWork<string> = {
  poll,
  takeBack: cancel,
  read: ({ tree }) => asString(member(tree, 'result')),
};
const failure = (promise: Promise<unknown>): Promise<GatewayError> =>
  promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: GatewayError) => error,
  );

describe('awaiting a result', () => {
  it('asks until it is there, ever more slowly', async () => {
    const { io, waits, takenBack } = world([said(null), said(null), said(null), said('done')]);
    expect(await awaitResult(io, work)).toBe('done');
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(new Set(waits).size).toBe(3);
    expect(takenBack).toEqual([]);
  });

  it('never pauses longer than five seconds', async () => {
    const { io, waits } = world([...Array.from({ length: 20 }, () => said(null)), said('done')], 600_000);
    await awaitResult(io, work);
    expect(Math.max(...waits)).toBe(5000);
  });

  it('asks again when a poll fails, after the pause the upstream wishes', async () => {
    const limited = new GatewayError('rate_limited', 'slower', { retry: 'same-target', retryAfterMs: 9000 });
    const { io, waits } = world([limited, down, said('done')]);
    expect(await awaitResult(io, work)).toBe('done');
    expect(waits[0]).toBe(9000);
  });

  it('gives up when polls keep failing: the picture may be there all the same', async () => {
    const { io, asked, takenBack } = world([down]);
    const error = await failure(awaitResult(io, work));
    expect(error).toMatchObject({ code: 'upstream_unavailable', facts: { outcomeUnknown: true } });
    expect(asked()).toBe(6);
    expect(takenBack).toEqual([cancel]);
  });

  it.each([
    ['is refused', new GatewayError('upstream_auth', 'no', { retry: 'next-target' })],
    ['can never be sent', new GatewayError('upstream_error', 'an address elsewhere')],
  ])('does not repeat a poll that %s', async (_why, refused) => {
    const { io, asked } = world([refused]);
    expect((await failure(awaitResult(io, work))).facts.outcomeUnknown).toBe(true);
    expect(asked()).toBe(1);
  });

  it("takes the work back when the channel's time is over", async () => {
    const { io, waits, takenBack } = world([said(null)], 10_000);
    const error = await failure(awaitResult(io, work));
    expect(error).toMatchObject({ code: 'upstream_timeout', facts: { outcomeUnknown: true } });
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(10_000);
    expect(takenBack).toEqual([cancel]);
  });

  it('takes the work back when it is cancelled while it waits', async () => {
    const { io, takenBack } = world([said(null)]);
    const wait = () => Promise.reject(new GatewayError('client_closed', 'gone'));
    expect((await failure(awaitResult({ ...io, wait }, work))).code).toBe('client_closed');
    expect(takenBack).toEqual([cancel]);
  });

  it('takes a refused poll for the end where that is how the upstream tells of the work', async () => {
    const failed = new GatewayError('upstream_error', 'failed', {
      upstreamStatus: 500,
      retry: 'next-target',
    });
    const { io, asked, takenBack } = world([failed]);
    const isVerdict = ({ facts }: GatewayError) => facts.upstreamStatus !== undefined;
    expect(await failure(awaitResult(io, { ...work, isVerdict }))).toBe(failed);
    expect([asked(), takenBack]).toEqual([1, []]);
  });

  it('passes on what the upstream says went wrong as it is', async () => {
    const refusal = new GatewayError('content_policy', 'refused');
    const { io, takenBack } = world([said('x')]);
    const read = () => {
      throw refusal;
    };
    expect(await failure(awaitResult(io, { ...work, read }))).toBe(refusal);
    expect(takenBack).toEqual([]);
  });
});
