import { expect, it } from 'vitest';
import { newRequestId } from './request-id.ts';

it('ids of requests sort by the time they were made', () => {
  const times = [1_000, 1_700_000_000_000, 1_795_830_490_690, 1_795_830_490_691];
  const ids = times.map((time) => newRequestId(time));
  expect(ids.toSorted()).toEqual(ids);
  for (const id of ids) expect(id).toMatch(/^req_[0-9a-f]{32}$/);
});

it('two ids of one moment differ', () => {
  expect(newRequestId(1)).not.toBe(newRequestId(1));
});
