import { createHmac } from 'node:crypto';
import type { Owner } from './job-desk.ts';

/** The secrets that messages to one gateway key are signed with, as `whsec_…`; the first is the one in force. */
export type WebhookSecrets = (owner: Owner) => readonly [string, ...string[]];

/**
 * Derived from the installation's secrets, so that no row holds one and every node has the same. While the installation's secret is
 * being changed, messages carry the signatures of both.
 */
export function webhookSecrets(current: string, others: readonly string[]): WebhookSecrets {
  const derive = rootOf(current);
  const derivations = others.map(rootOf);
  return (owner) => [derive(owner), ...derivations.map((each) => each(owner))];
}

function rootOf(installationSecret: string): (owner: Owner) => string {
  const root = createHmac('sha256', installationSecret).update('axonhub webhooks').digest();
  return ({ project, keyId }) => {
    const own = createHmac('sha256', root).update(JSON.stringify([project, keyId]));
    return `whsec_${own.digest('base64')}`;
  };
}
