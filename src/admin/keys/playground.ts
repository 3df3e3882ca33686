import { randomUUID } from 'node:crypto';
import { newSecret } from '../../accounts/new-secret.ts';
import { GatewayError } from '../../contract/error.ts';
import { HOUR_MS } from '../../lib/durations.ts';
import type { KeyRecords, KeyRow } from '../../storage/ports.ts';
import { keyRoutes } from '../contract/keys.ts';
import type { Actor } from '../serving/actor.ts';
import { type Handler, handle } from '../serving/handler.ts';

interface PlaygroundParts {
  readonly keys: KeyRecords;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** The console calls models with a key like every other client: the same limits hold and the same log shows it. */
export const playgroundHandlers = ({ keys, now }: PlaygroundParts): Handler[] => [
  handle(keyRoutes.playground, async ({ params: { project }, actor }) => {
    if (actor.kind !== 'user') {
      throw new GatewayError(
        'permission_denied',
        'Only people have a playground; a key can be used as it is.',
      );
    }
    const known = await keys.findOwned(project, actor.id, 'personal');
    const expiresAt = now() + HOUR_MS;
    const { text, row: secret } = newSecret(known?.id ?? randomUUID(), now(), expiresAt);
    if (known && known.status !== 'enabled') {
      throw new GatewayError('permission_denied', 'Your playground in this project has been disabled.');
    }
    if (known) await keys.addSecret(secret, { until: null, now: now() });
    else await keys.insert(personalKey(secret.keyId, project, actor, now()), secret);
    return { key: text, expiresAt };
  }),
];

const personalKey = (id: string, project: string, actor: Actor, now: number): KeyRow => ({
  ...{ id, project, name: `Playground of ${actor.name}`.slice(0, 100), kind: 'personal', status: 'enabled' },
  ...{ ownerId: actor.id, rules: '{}', expiresAt: null, lastUsedAt: null, createdAt: now },
});
