import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { ChannelDocument } from '../../channels/document.ts';
import type { ReadChannel } from '../../channels/from-row.ts';
import { settingsPlace } from '../../channels/seal-places.ts';
import { CHANNEL_DEFAULTS } from '../../contract/channel-defaults.ts';
import type { ChannelLimits } from '../../contract/channel-limits.ts';
import { invalid } from '../../contract/error.ts';
import type { Provider } from '../../contract/provider.ts';
import { resolveBaseUrl } from '../../lib/base-url.ts';
import type { Overrides } from '../../routing/overrides.ts';
import type { ChannelRow } from '../../storage/ports.ts';
import type { channelRoutes } from '../contract/channels.ts';
import type { Actor } from '../serving/actor.ts';
import { copiedCredential, credentialRow } from './credentials.ts';
import { demandSameDestination } from './destination.ts';
import { providerOf, requireFreeName, secretSettings, storedChannel } from './find.ts';
import type { ChannelParts } from './parts.ts';
import { copiedPassword, proxyAddress, proxyPassword } from './proxy.ts';
import { changedSettings, type Settings } from './settings.ts';

type NewChannel = z.output<typeof channelRoutes.create.body>;
type Change = z.output<typeof channelRoutes.update.body>;

const NO_OVERRIDES: Overrides = { parameters: [], headers: [] };

/** What a channel is like when nothing else is said. */
const EMPTY: ChannelDocument = {
  baseUrl: null,
  settings: {},
  models: {
    ...{ source: 'catalogue', list: [], include: [], exclude: [], prefix: '', upstream: [], askedAt: null },
  },
  mapping: [],
  timeoutMs: CHANNEL_DEFAULTS.timeoutMs,
  idleTimeoutMs: CHANNEL_DEFAULTS.timeoutMs,
  note: '',
};

/** @returns the new channel's id @throws GatewayError `invalid_request`, naming the member */
export async function createChannel(parts: ChannelParts, given: NewChannel): Promise<string> {
  requireFreeName(parts, given.name);
  const row = newRow(parts, given);
  const credentials = (given.credentials ?? []).map((each, index) =>
    credentialRow(parts, row.id, each, index),
  );
  await parts.records.insert(row, credentials);
  await parts.registry.changed();
  return row.id;
}

/** @throws GatewayError `not_found`, `invalid_request`, `permission_denied` */
export async function updateChannel(
  parts: ChannelParts,
  actor: Actor,
  id: string,
  given: Change,
): Promise<void> {
  const before = storedChannel(parts, id);
  if (given.name !== undefined) requireFreeName(parts, given.name, id);
  const after = changedRow(parts, before, given);
  demandSameDestination(parts, actor, { before, after, kept: before.credentials });
  const { id: _, createdAt: __, ...change } = after;
  await parts.records.update(id, change);
  // What answers elsewhere is somebody else.
  if (given.baseUrl !== undefined && given.baseUrl !== before.document.baseUrl) parts.router.forget(id);
  await parts.registry.changed();
}

/** The row of a channel that is not there yet. @throws GatewayError `invalid_request` */
export function newRow(parts: ChannelParts, given: NewChannel): ChannelRow {
  const provider = providerOf(parts, given.type);
  const id = newId();
  const { document, sealedSettings } = written(
    parts,
    provider,
    { id, before: EMPTY, secretBefore: {} },
    given,
  );
  const now = parts.now();
  return {
    id,
    name: given.name,
    type: given.type,
    enabled: given.enabled ?? true,
    priority: given.priority ?? CHANNEL_DEFAULTS.priority,
    weight: given.weight ?? CHANNEL_DEFAULTS.weight,
    position: nextPosition(parts),
    tags: JSON.stringify([...new Set(given.tags)]),
    document: JSON.stringify(document),
    sealedSettings,
    sealedProxyPassword: proxyPassword(parts, { id, sealedProxyPassword: null }, null, given.proxy),
    archivedAt: null,
    createdAt: now,
    updatedAt: now,
  };
}

/** The row with the members of the change that are given. @throws GatewayError `invalid_request` */
export function changedRow(parts: ChannelParts, { row, document }: ReadChannel, given: Change): ChannelRow {
  const { name, enabled, priority, weight, tags, settings } = given;
  const provider = providerOf(parts, row.type);
  // Those that cannot be opened any more must not keep the rest from being changed.
  const secretBefore = settings ? secretSettings(parts, row) : {};
  const next = written(parts, provider, { id: row.id, before: document, secretBefore }, given);
  return {
    ...row,
    ...(name !== undefined && { name }),
    ...(enabled !== undefined && { enabled }),
    ...(priority !== undefined && { priority }),
    ...(weight !== undefined && { weight }),
    ...(tags && { tags: JSON.stringify([...new Set(tags)]) }),
    document: JSON.stringify(next.document),
    ...(settings && { sealedSettings: next.sealedSettings }),
    sealedProxyPassword: proxyPassword(parts, row, document.proxy, given.proxy),
    updatedAt: parts.now(),
  };
}

interface Before {
  readonly id: string;
  readonly before: ChannelDocument;
  readonly secretBefore: Settings;
}

function written(
  { sealer }: ChannelParts,
  provider: Provider,
  { id, before, secretBefore }: Before,
  given: Change,
): { readonly document: ChannelDocument; readonly sealedSettings: string | null } {
  const { plain, secret } = changedSettings(provider, given.settings ?? before.settings, secretBefore);
  const { upstream, askedAt } = before.models;
  const document: ChannelDocument = {
    baseUrl: given.baseUrl === undefined ? before.baseUrl : given.baseUrl,
    settings: plain,
    models: given.models ? { ...given.models, upstream, askedAt } : before.models,
    mapping: given.mapping ?? before.mapping,
    timeoutMs: given.timeoutMs ?? before.timeoutMs,
    idleTimeoutMs: given.idleTimeoutMs ?? before.idleTimeoutMs,
    overrides: (given.overrides as Overrides | undefined) ?? before.overrides ?? NO_OVERRIDES,
    proxy: proxyAddress(given.proxy, before.proxy) ?? null,
    limits: given.limits ? givenLimits(given.limits) : (before.limits ?? {}),
    budgets: given.budgets ?? before.budgets ?? [],
    note: given.note ?? before.note,
  };
  checkBaseUrl(document, provider, { ...plain, ...secret });
  const isEmpty = Object.keys(secret).length === 0;
  return {
    document,
    sealedSettings: isEmpty ? null : sealer.seal(JSON.stringify(secret), settingsPlace(id)),
  };
}

/** Without those that are null. */
const givenLimits = (limits: NonNullable<Change['limits']>): ChannelLimits =>
  Object.fromEntries(Object.entries(limits).flatMap(([name, most]) => (most == null ? [] : [[name, most]])));

function checkBaseUrl({ baseUrl }: ChannelDocument, provider: Provider, given: Settings): void {
  const read = provider.settings?.safeParse(given);
  const standard = provider.baseUrlFor?.(read?.success ? read.data : undefined) ?? provider.baseUrl;
  try {
    resolveBaseUrl(baseUrl ?? undefined, standard);
  } catch (error) {
    if (error instanceof TypeError) throw invalid('baseUrl', `The base URL ${error.message}.`);
    throw error;
  }
}

/** A disabled copy with the same credentials. @returns its id */
export async function copyChannel(parts: ChannelParts, id: string, name: string): Promise<string> {
  const { row, credentials } = storedChannel(parts, id);
  requireFreeName(parts, name);
  const copy = newId();
  const secret = secretSettings(parts, row);
  const now = parts.now();
  const sealedSettings =
    row.sealedSettings === null ? null : parts.sealer.seal(JSON.stringify(secret), settingsPlace(copy));
  await parts.records.insert(
    {
      ...{ ...row, id: copy, name, enabled: false, position: nextPosition(parts), archivedAt: null },
      ...{ sealedSettings, createdAt: now, updatedAt: now },
      sealedProxyPassword: copiedPassword(parts, row, copy),
    },
    credentials.map((each) => copiedCredential(parts, copy, each)),
  );
  await parts.registry.changed();
  return copy;
}

const newId = (): string => `ch_${randomBytes(10).toString('hex')}`;

const nextPosition = ({ registry }: ChannelParts): number =>
  Math.max(-1, ...registry.stored().map(({ row }) => row.position)) + 1;
