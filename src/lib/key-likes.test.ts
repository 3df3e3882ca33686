import { expect, it } from 'vitest';
import { withoutKeyLikes } from './key-likes.ts';

it('cuts off what looks like a key, and leaves the rest as it is', () => {
  const text =
    'Incorrect key sk-proj-abc_def123, AIzaSyD-abcdefgh or "Bearer eyJhbGci.x.y"; req-sk-1, ah-request-id';
  expect(withoutKeyLikes(text)).toBe('Incorrect key sk-…, AIza… or "Bearer …"; req-sk-1, ah-request-id');
  expect(withoutKeyLikes(`ah-${'x'.repeat(43)}`)).toBe('ah-…');
});
