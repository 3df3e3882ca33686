import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { webhookSecrets } from './webhook-secret.ts';

const owner = { project: 'default', keyId: 'key_1' };

it('is one secret of at least 24 bytes for each gateway key, the same on every node', () => {
  const [secret] = webhookSecrets('the installation', [])(owner);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(webhookSecrets('the installation', [])(owner)).toEqual([secret]);
  const others = [
    webhookSecrets('the installation', [])({ ...owner, keyId: 'key_2' }),
    webhookSecrets('the installation', [])({ ...owner, project: 'p' }),
    webhookSecrets('another one', [])(owner),
  ];
  expect(new Set([secret, ...others.map(([one]) => one)]).size).toBe(4);
});

it('has the old one beside the new one while the installation’s secret is changed', () => {
  const [old] = webhookSecrets('old', [])(owner);
  const [current] = webhookSecrets('new', [])(owner);
  expect(webhookSecrets('new', ['old'])(owner)).toEqual([current, old]);
});

// The specification's own example, and the same computed by hand: what the package signs is what receivers check.
it('signs as the specification says', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const [id, body] = ['msg_p5jXN8AQM9LWM0D4loKWxJek', '{"test": 2432232314}'];
  const signature = new Webhook(secret).sign(id, new Date(1_614_265_330_000), body);
  expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const own = createHmac('sha256', key).update(`${id}.1614265330.${body}`).digest('base64');
  expect(signature).toBe(`v1,${own}`);
});
