import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { recurring } from './recurring.ts';

it('goes on after failures, which are told', async () => {
  let runs = 0;
  const failures: unknown[] = [];
  const work = recurring(
    async () => {
      runs += 1;
      throw new Error(`run ${runs}`);
    },
    1,
    (error) => failures.push(error),
  );
  while (runs < 3) await sleep(1);
  await work.stop();
  expect(failures).toHaveLength(runs);
});

it('never does it twice at once, and once more when it was hurried meanwhile', async () => {
  let running = 0;
  let most = 0;
  let runs = 0;
  const work = recurring(
    async () => {
      runs += 1;
      running += 1;
      most = Math.max(most, running);
      await sleep(10);
      running -= 1;
    },
    60_000,
    () => {},
  );
  for (let call = 0; call < 5; call += 1) work.hurry();
  await sleep(40);
  await work.stop();
  expect([most, runs]).toEqual([1, 2]);
});

it('has ended when its stop resolves, and stays so', async () => {
  let ended = false;
  const work = recurring(
    async () => {
      await sleep(20);
      ended = true;
    },
    60_000,
    () => {},
  );
  work.hurry();
  await work.stop();
  expect(ended).toBe(true);
  ended = false;
  work.hurry();
  await sleep(30);
  expect(ended).toBe(false);
});
