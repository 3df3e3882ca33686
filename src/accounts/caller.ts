import type { ImageShape } from '../contract/dialect.ts';
import type { CallerKind, Quota, QuotaHolder } from '../contract/quota.ts';
import type { BodyPolicy } from '../storage/ports.ts';
import { type IpList, ipList } from './ip-list.ts';
import type { KeyProfile, KeyRules, RetryRules } from './key-rules.ts';
import { type ModelAccess, modelAccess } from './model-access.ts';

/** Who is calling, and what they may do. */
export interface Caller {
  readonly keyId: string;
  /** As people call the key. */
  readonly keyName: string;
  readonly project: string;
  /** Id of the user the key belongs to. */
  readonly ownerId: string | null;
  readonly imageShape: ImageShape['kind'] | null;
  readonly access: ModelAccess;
  readonly retry: RetryRules;
  /** May see which channels were asked, and why. */
  readonly debug: boolean;
  /** From the widest to the narrowest; those without quotas are left out. */
  readonly quotas: readonly QuotaHolder<CallerKind>[];
  /** Of the admin API. */
  readonly scopes: readonly string[];
  /** What is kept of their bodies; absent: as the installation. */
  readonly bodies?: BodyPolicy;
  /** Absent: from everywhere. */
  readonly allowsIp?: IpList;
}

/** What concerns everyone in a project. */
export interface ProjectFacts {
  readonly quotas: readonly Quota[];
  /** Of every key that has none of the same measure and period. */
  readonly keyQuotas?: readonly Quota[];
  /** IANA name. */
  readonly timeZone: string;
  /** Nobody gets in any more. */
  readonly archived: boolean;
  /** What is kept of bodies; absent: as the installation. */
  readonly bodies?: BodyPolicy;
}

interface KeyIdentity {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly ownerId: string | null;
}

export function callerOf(key: KeyIdentity, rules: KeyRules, facts: ProjectFacts): Caller {
  const profile = activeProfile(rules);
  return {
    keyId: key.id,
    keyName: key.name,
    project: key.project,
    ownerId: key.ownerId,
    imageShape: profile?.imageShape ?? rules.imageShape ?? null,
    access: accessOf(rules, profile),
    retry: profile?.retry ?? {},
    debug: rules.debug === true,
    quotas: quotaHolders(key, rules, facts),
    scopes: rules.scopes ?? [],
    ...(facts.bodies && { bodies: facts.bodies }),
    ...(rules.allowedIps && { allowsIp: ipList(rules.allowedIps) }),
  };
}

export const activeProfile = ({ profiles = [], activeProfile: name }: KeyRules): KeyProfile | undefined =>
  profiles.find((profile) => profile.name === name);

export const accessOf = (rules: KeyRules, profile: KeyProfile | undefined): ModelAccess =>
  modelAccess({
    ...(profile?.mappings && { mappings: profile.mappings }),
    models: [rules.allowedModels, profile?.allowedModels],
    channels: [rules.allowedChannels, profile?.allowedChannels],
  });

/** Project, key and profile, as far as they have quotas. */
export function quotaHolders(
  key: KeyIdentity,
  rules: KeyRules,
  facts: ProjectFacts,
): QuotaHolder<CallerKind>[] {
  const profile = activeProfile(rules);
  const common = { project: key.project, timeZone: facts.timeZone };
  const holders: QuotaHolder<CallerKind>[] = [
    { kind: 'project', id: key.project, name: key.project, quotas: facts.quotas, ...common },
    { kind: 'key', id: key.id, name: key.name, keyId: key.id, quotas: ofKey(rules, facts), ...common },
  ];
  if (profile) {
    const id = `${key.id}/${profile.name}`;
    holders.push({
      kind: 'profile',
      id,
      name: profile.name,
      keyId: key.id,
      quotas: profile.quotas ?? [],
      ...common,
    });
  }
  return holders.filter(({ quotas }) => quotas.length > 0);
}

/** Its own ones, and the installation's where it has none of the kind. */
function ofKey({ quotas = [] }: KeyRules, { keyQuotas = [] }: ProjectFacts): readonly Quota[] {
  const isOwn = ({ measure, per }: Quota) => quotas.some((own) => own.measure === measure && own.per === per);
  return [...quotas, ...keyQuotas.filter((quota) => !isOwn(quota))];
}
