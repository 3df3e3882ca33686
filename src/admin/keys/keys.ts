import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { ProjectFacts } from '../../accounts/caller.ts';
import { accessOf, activeProfile, quotaHolders } from '../../accounts/caller.ts';
import { ipList } from '../../accounts/ip-list.ts';
import { announceKeyChange } from '../../accounts/key-changes.ts';
import type { KeyRules } from '../../accounts/key-rules.ts';
import { newSecret } from '../../accounts/new-secret.ts';
import { GatewayError, invalid } from '../../contract/error.ts';
import { defined } from '../../lib/defined.ts';
import type { Budgets, Standing } from '../../metering/quotas/budgets.ts';
import type { KeyRecords, KeyRow, KeySecretRow, Shared } from '../../storage/ports.ts';
import { type gatewayKey, keyRoutes } from '../contract/keys.ts';
import type { Scope } from '../contract/scopes.ts';
import { grantable } from '../serving/access.ts';
import { type Actor, may } from '../serving/actor.ts';
import { decodeCursor, pageOfRows } from '../serving/cursor.ts';
import { demandAll } from '../serving/grant.ts';
import { type Handler, handle } from '../serving/handler.ts';

export interface KeyParts {
  readonly keys: KeyRecords;
  readonly shared: Shared;
  readonly budgets: Budgets;
  readonly projectFacts: (project: string) => Promise<ProjectFacts>;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export function keyHandlers(parts: KeyParts): Handler[] {
  const { keys, budgets, projectFacts, now } = parts;
  return [
    handle(keyRoutes.list, async ({ params: { project }, query: { limit, cursor, ...filter } }) => {
      const place = decodeCursor(cursor);
      const after = place && { createdAt: place.at, id: place.id };
      const rows = await keys.list(project, {
        ...defined(filter),
        limit: limit + 1,
        ...(after && { after }),
      });
      const page = pageOfRows(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
      const secrets = await keys.secretsOf(page.items.map(({ id }) => id));
      return { ...page, items: page.items.map((row) => shown(row, secrets)) };
    }),
    handle(keyRoutes.create, async ({ params: { project }, body, actor, call }) => {
      requireGrantable(actor, project, body.kind, body.rules);
      requireAddresses(body.rules);
      const { text, row: secret } = newSecret(randomUUID(), now());
      const row: KeyRow = {
        ...{ id: secret.keyId, project, name: body.name, kind: body.kind, status: 'enabled' },
        ownerId: actor.kind === 'user' ? actor.id : null,
        ...{
          rules: JSON.stringify(body.rules),
          expiresAt: body.expiresAt,
          lastUsedAt: null,
          createdAt: now(),
        },
      };
      await keys.insert(row, secret);
      call.note({ id: row.id, name: row.name });
      return { ...shown(row, [secret]), key: text };
    }),
    handle(keyRoutes.get, async ({ params: { project, id } }) => {
      const row = await found(keys, project, id);
      return shown(row, await keys.secretsOf([id]));
    }),
    handle(keyRoutes.update, ({ params, body, actor }) => update(parts, params, body, actor)),
    handle(keyRoutes.rotate, ({ params, body, actor }) => rotate(parts, params, body.overlapSeconds, actor)),
    handle(keyRoutes.usage, async ({ params: { project, id } }) => {
      const row = await found(keys, project, id);
      const holders = quotaHolders(row, rulesOf(row), await projectFacts(project));
      return {
        holders: await Promise.all(
          holders.map(async (holder) => ({
            kind: holder.kind,
            name: holder.name,
            quotas: (await budgets.standing(holder)).map(standingOf),
          })),
        ),
      };
    }),
    handle(keyRoutes.preview, async ({ body: { rules, models } }) => {
      const given = defined(rules) as KeyRules;
      const access = accessOf(given, activeProfile(given));
      const preview = (name: string) => ({
        name,
        resolved: access.resolve(name),
        allowed: access.allowsModel(name),
      });
      return { models: models.map(preview) };
    }),
  ];
}

export const standingOf = ({ quota, used, resetsAt }: Standing) => ({ ...quota, used, resetsAt });

type KeyChange = z.output<typeof keyRoutes.update.body>;

async function update(
  parts: KeyParts,
  { project, id }: { readonly project: string; readonly id: string },
  { rules, ...rest }: KeyChange,
  actor: Actor,
) {
  const { keys, shared } = parts;
  const before = await found(keys, project, id);
  demandAbove(actor, before);
  if (rules) {
    requireGrantable(actor, project, before.kind, rules);
    requireAddresses(rules);
  }
  const changes = { ...defined(rest), ...(rules && { rules: JSON.stringify(rules) }) };
  const row = Object.keys(changes).length > 0 ? await keys.update(project, id, changes) : before;
  const secrets = await keys.secretsOf([id]);
  await announceKeyChange(shared, hashesOf(secrets));
  return shown(row ?? before, secrets);
}

async function rotate(
  { keys, shared, now }: KeyParts,
  { project, id }: { readonly project: string; readonly id: string },
  overlapSeconds: number,
  actor: Actor,
) {
  const row = await found(keys, project, id);
  // What it is used for would stand in the log as its owner's, and it would last.
  if (row.kind === 'personal')
    throw new GatewayError(
      'conflict',
      'The key of a playground gets its secrets by itself, for an hour each.',
    );
  demandAbove(actor, row);
  const old = await keys.secretsOf([id]);
  const { text, row: secret } = newSecret(id, now());
  await keys.addSecret(secret, { until: now() + overlapSeconds * 1000, now: now() });
  await announceKeyChange(shared, hashesOf(old));
  return { ...shown(row, await keys.secretsOf([id])), key: text };
}

const hashesOf = (secrets: readonly KeySecretRow[]): string[] => secrets.map(({ hash }) => hash);

/** @throws GatewayError `not_found` */
async function found(keys: KeyRecords, project: string, id: string): Promise<KeyRow> {
  const row = await keys.find(project, id);
  if (!row)
    throw new GatewayError('not_found', 'There is no such key in this project.', { field: 'params.id' });
  return row;
}

/** Nobody gives a key more than they have themselves. @throws GatewayError */
function requireGrantable(
  actor: Actor,
  project: string,
  kind: KeyRow['kind'],
  rules: { scopes?: Scope[] | undefined },
) {
  const { scopes = [] } = rules;
  if (scopes.length > 0 && kind !== 'service') {
    throw invalid('rules.scopes', 'rules.scopes: only keys of kind "service" carry admin scopes');
  }
  demandAll(actor, scopes, project, 'rules.scopes');
}

/** Whoever has a key in hand may do what it may. @throws GatewayError `permission_denied` */
function demandAbove(actor: Actor, key: KeyRow): void {
  const { scopes = [] } = rulesOf(key);
  if (grantable(scopes, 'system').every((scope) => may(actor, scope, key.project))) return;
  throw new GatewayError('permission_denied', 'This key may do more than you.');
}

/** @throws GatewayError naming the entry that is no address */
function requireAddresses({ allowedIps = [] }: { allowedIps?: string[] | undefined }): void {
  for (const [index, entry] of allowedIps.entries()) {
    try {
      ipList([entry]);
    } catch (error) {
      const at = `rules.allowedIps[${index}]`;
      throw invalid(at, `${at}: ${(error as Error).message}`);
    }
  }
}

const rulesOf = ({ rules }: KeyRow): KeyRules => JSON.parse(rules) as KeyRules;

function shown(row: KeyRow, secrets: readonly KeySecretRow[]): z.input<typeof gatewayKey> {
  const own = secrets.filter(({ keyId }) => keyId === row.id);
  return { ...row, rules: JSON.parse(row.rules), secrets: own };
}
