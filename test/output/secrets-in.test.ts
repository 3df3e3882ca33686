import { expect, it } from 'vitest';
import { generateKey } from '../../src/accounts/gateway-key.ts';
import { hashPassword } from '../../src/accounts/password-hash.ts';
import { OWNER } from '../admin/admin-client.ts';
import { UPSTREAM_KEYS } from '../gateway/house.ts';
import { secretsIn } from './secrets-in.ts';

it.each([
  ...Object.values(UPSTREAM_KEYS),
  generateKey(),
  'ah-test-0123456789',
  OWNER.password,
  await hashPassword('x'),
  'Authorization: Bearer abcdefgh123',
  'postgres://axonhub:hunter2@127.0.0.1/axonhub',
  'redis://:hunter2@127.0.0.1',
  'GET /v1beta/models?key=abcdefgh',
  `/v1/files/images/a.png?expires=1&signature=${'A'.repeat(43)}`,
])('a line with %s is found', (secret) => {
  expect(secretsIn(`{"level":50,"msg":"it failed: ${secret}"}`)).toHaveLength(1);
});

it('names of headers, hosts, tasks and numbers are none', () => {
  const line =
    'ah-request-id: req_1, ah-retry-unknown, task-1, disk-full, http://127.0.0.1:8090/v1?a=b, ah-…';
  expect(secretsIn(`${line}\n{"level":30,"url":"http://127.0.0.1:1","msg":"AxonHub is listening"}`)).toEqual(
    [],
  );
});
