import { describe, expect, it } from 'vitest';
import { createMemoryShared } from '../storage/memory/shared-state.ts';
import { addressGroup, createAttempts } from './attempts.ts';

const ACCOUNT = { name: 'account ada@example.com', limit: 3 };
const MINUTE = 60_000;

describe('attempts', () => {
  it('end at the limit, on all nodes together, and say how long to wait', async () => {
    const now = 100 * 15 * MINUTE + 5 * MINUTE;
    const shared = createMemoryShared(() => now);
    const nodes = [createAttempts(shared, () => now), createAttempts(shared, () => now)];
    for (const node of [0, 1, 0]) await nodes[node]?.begin([ACCOUNT]);
    await expect(nodes[1]?.begin([ACCOUNT])).rejects.toMatchObject({
      code: 'rate_limited',
      message: 'Too many failures. Try again in 10 minutes.',
      facts: { retryAfterMs: 10 * MINUTE },
    });
  });

  it('begin anew when their time is over', async () => {
    let now = 0;
    const attempts = createAttempts(
      createMemoryShared(() => now),
      () => now,
    );
    for (let times = 0; times < 3; times += 1) await attempts.begin([ACCOUNT]);
    now = 15 * MINUTE;
    await expect(attempts.begin([ACCOUNT])).resolves.toBeTypeOf('function');
  });

  it('are given back when they succeed', async () => {
    const attempts = createAttempts(createMemoryShared());
    for (let times = 0; times < 9; times += 1) await (await attempts.begin([ACCOUNT]))();
  });

  it('are counted for each suspect on its own', async () => {
    const attempts = createAttempts(createMemoryShared());
    const from = (address: string) => attempts.begin([ACCOUNT, { name: address, limit: 2 }]);
    await from('192.0.2.1');
    await from('192.0.2.1');
    await expect(from('192.0.2.1')).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(from('192.0.2.2')).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(attempts.begin([{ name: '192.0.2.2', limit: 2 }])).resolves.toBeTypeOf('function');
  });
});

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:0db8:0:0:ffff::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['', ''],
])('the address %s counts as %s', (ip, group) => {
  expect(addressGroup(ip)).toBe(group);
});
