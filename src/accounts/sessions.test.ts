import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Records } from '../storage/ports.ts';
import { createSqliteRecords } from '../storage/sqlite/records.ts';
import { createSessions, type Sessions } from './sessions.ts';

const BROWSER = { ip: '192.0.2.1', userAgent: 'A browser' };
const MINUTE = 60_000;
const DAY = 86_400_000;

let records: Records;
let sessions: Sessions;
let now: number;
let limits = { idleMs: DAY, mostMs: 3 * DAY };

beforeEach(async () => {
  now = 1_795_000_000_000;
  limits = { idleMs: DAY, mostMs: 3 * DAY };
  records = await createSqliteRecords({ file: ':memory:' });
  const user = { email: 'a@example.com', name: 'A', passwordHash: null, role: null, enabled: true };
  await records.users.insert({ ...user, id: 'u1', createdAt: 0, signedInAt: null });
  sessions = createSessions(
    records.sessions,
    () => limits,
    () => now,
  );
});
afterEach(() => records.close());

describe('a session', () => {
  it('is found by its token, of which only a hash is stored', async () => {
    const { token, session } = await sessions.open('u1', BROWSER);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await sessions.find(token)).toEqual(session);
    expect(JSON.stringify(await records.sessions.ofUser('u1'))).not.toContain(token);
    expect(await sessions.find(session.tokenHash)).toBeUndefined();
  });

  it('goes on while it is used, until its time is over whatever happens', async () => {
    const { token } = await sessions.open('u1', BROWSER);
    for (let hours = 0; hours < 71; hours += 1) {
      now += DAY / 24;
      expect(await sessions.find(token)).toBeDefined();
    }
    now += DAY / 24;
    expect(await sessions.find(token)).toBeUndefined();
    expect(await sessions.list('u1')).toEqual([]);
  });

  it('is over when it was not used for too long', async () => {
    const { token } = await sessions.open('u1', BROWSER);
    now += DAY - 1;
    expect(await sessions.find(token)).toBeDefined();
    now += DAY;
    expect(await sessions.find(token)).toBeUndefined();
  });

  it('obeys limits that were made shorter after it began', async () => {
    const { token } = await sessions.open('u1', BROWSER);
    now += 2 * MINUTE;
    limits = { idleMs: MINUTE, mostMs: 3 * DAY };
    expect(await sessions.find(token)).toBeUndefined();
    limits = { idleMs: DAY, mostMs: MINUTE };
    expect(await sessions.find(token)).toBeUndefined();
  });

  it('writes down that it is used once a minute, not at every call', async () => {
    const { token, session } = await sessions.open('u1', BROWSER);
    const seen = async () => (await records.sessions.ofUser('u1'))[0]?.seenAt;
    now += MINUTE - 1;
    await sessions.find(token);
    expect(await seen()).toBe(session.seenAt);
    now += 1;
    await sessions.find(token);
    expect(await seen()).toBe(now);
  });

  it('is swept away by a later one when it is over', async () => {
    await sessions.open('u1', BROWSER);
    now += 2 * DAY;
    const { session } = await sessions.open('u1', BROWSER);
    expect(await records.sessions.ofUser('u1')).toEqual([session]);
  });
});
