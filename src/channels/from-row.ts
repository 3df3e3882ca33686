import { SealError, type Sealer } from '../accounts/sealer.ts';
import type { ChannelLimits } from '../contract/channel-limits.ts';
import type { Provider } from '../contract/provider.ts';
import { resolveBaseUrl } from '../lib/base-url.ts';
import { Secret } from '../lib/secret.ts';
import type { Channel, Credential } from '../routing/channel.ts';
import type { ChannelRow, CredentialRow } from '../storage/ports.ts';
import type { ChannelDocument, ProxyAddress } from './document.ts';
import { credentialPlace, proxyPlace, settingsPlace } from './seal-places.ts';
import { servedModels } from './served-models.ts';

/** What a row says, as far as it can be used. */
export interface ReadChannel {
  readonly row: ChannelRow;
  readonly document: ChannelDocument;
  readonly credentials: readonly CredentialRow[];
  /** Absent where it cannot even be put together. */
  readonly channel?: Channel;
  /** Requests may go there: it is whole, enabled and not archived. */
  readonly usable: boolean;
  /** What is wrong, for the operator. */
  readonly problem?: string;
  /** Why credentials cannot be opened, by their ids. */
  readonly unreadable: ReadonlyMap<string, string>;
}

/** Reads a channel for use. Never throws: what is wrong with one channel must not stop the others. */
export function readChannel(
  row: ChannelRow,
  credentials: readonly CredentialRow[],
  { providers, sealer }: { readonly providers: readonly Provider[]; readonly sealer: Sealer },
): ReadChannel {
  const document = JSON.parse(row.document) as ChannelDocument;
  const opened = openAll(credentials, sealer);
  const read = { row, document, credentials, unreadable: opened.unreadable, usable: false };
  try {
    const provider = providers.find(({ id }) => id === row.type);
    if (!provider) return { ...read, problem: `This version does not know the type "${row.type}".` };
    const channel = assemble({ row, document, provider, sealer, opened: opened.usable });
    const problem = lacksKey(channel, read);
    if (problem !== undefined) return { ...read, channel, problem };
    return { ...read, channel, usable: row.enabled && row.archivedAt === null };
  } catch (error) {
    if (error instanceof TypeError || error instanceof SealError) return { ...read, problem: error.message };
    throw error;
  }
}

interface Assembly {
  readonly row: ChannelRow;
  readonly document: ChannelDocument;
  readonly provider: Provider;
  readonly sealer: Sealer;
  readonly opened: readonly Credential[];
}

/** @throws TypeError, SealError */
function assemble({ row, document, provider, sealer, opened }: Assembly): Channel {
  const settings = settingsOf(row, document, provider, sealer);
  const models = servedModels(document, provider);
  const standard = provider.baseUrlFor?.(settings) ?? provider.baseUrl;
  return {
    id: row.id,
    name: row.name,
    provider,
    origin: 'database',
    baseUrl: baseUrlOf(document, standard),
    credentials: opened,
    ...(settings !== undefined && { settings }),
    ...(models && { models }),
    priority: row.priority,
    weight: row.weight,
    tags: JSON.parse(row.tags) as string[],
    timeoutMs: document.timeoutMs,
    idleTimeoutMs: document.idleTimeoutMs,
    ...(hasAny(document.limits) && { limits: document.limits }),
    ...(document.budgets?.length && { budgets: document.budgets }),
    ...(document.overrides && { overrides: document.overrides }),
    ...(document.proxy && { proxy: proxyUrl(document.proxy, row, sealer) }),
  };
}

const hasAny = (limits: ChannelLimits | undefined): limits is ChannelLimits =>
  limits !== undefined && Object.keys(limits).length > 0;

/** @throws SealError */
function proxyUrl(
  { url, username }: ProxyAddress,
  { id, sealedProxyPassword }: ChannelRow,
  sealer: Sealer,
): Secret {
  const full = new URL(url);
  if (username !== undefined) full.username = encodeURIComponent(username);
  if (sealedProxyPassword !== null) {
    full.password = encodeURIComponent(sealer.open(sealedProxyPassword, proxyPlace(id)));
  }
  return new Secret(full.href);
}

function baseUrlOf({ baseUrl }: ChannelDocument, standard: string): string {
  try {
    return resolveBaseUrl(baseUrl ?? undefined, standard);
  } catch (error) {
    throw error instanceof TypeError ? new TypeError(`The base URL ${error.message}.`) : error;
  }
}

function settingsOf(
  { id, sealedSettings }: ChannelRow,
  { settings }: ChannelDocument,
  provider: Provider,
  sealer: Sealer,
): unknown {
  if (!provider.settings) return undefined;
  const secret = sealedSettings === null ? {} : JSON.parse(sealer.open(sealedSettings, settingsPlace(id)));
  const read = provider.settings.safeParse({ ...settings, ...secret });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new TypeError(`settings.${issue?.path.join('.')}: ${issue?.message}`);
}

function openAll(credentials: readonly CredentialRow[], sealer: Sealer) {
  const unreadable = new Map<string, string>();
  const usable = credentials.flatMap(({ id, label, sealed, enabled }): Credential[] => {
    try {
      const secret = new Secret(sealer.open(sealed, credentialPlace(id)));
      return enabled ? [{ id, label, secret }] : [];
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      unreadable.set(id, error.message);
      return [];
    }
  });
  return { usable, unreadable };
}

function lacksKey(
  { provider, credentials: usable }: Channel,
  { document, credentials, unreadable }: Pick<ReadChannel, 'document' | 'credentials' | 'unreadable'>,
): string | undefined {
  if (usable.length > 0) return undefined;
  const [reason] = unreadable.values();
  if (reason !== undefined) return `Its credential cannot be used: ${reason}`;
  // Whoever switches the last key off does not mean that the upstream is to be called without any.
  const wantsOne = credentials.length > 0 || needsKey(provider, document);
  return wantsOne ? 'It has no credential that is enabled.' : undefined;
}

/** What answers at a base URL of somebody's own may want none. */
const needsKey = (provider: Provider, { baseUrl }: ChannelDocument): boolean =>
  provider.needsKey ?? (provider.envKey !== undefined && baseUrl === null);
