import { createSealer, SealError, type Sealer, type SealPlace } from '../accounts/sealer.ts';
import { settingPlace } from '../admin/operations/settings-store.ts';
import { channelPlace } from '../channels/seal-places.ts';
import { type InstallationSecrets, installationSecrets, nextSecret } from '../compose/installation-secret.ts';
import { openRecords } from '../compose/stores.ts';
import type { Config } from '../config.ts';
import { ConfigError } from '../config.ts';
import type { ChannelRecords, Records, SealedColumn } from '../storage/ports.ts';

export interface Rotation {
  /** Values that are sealed under the new secret now. */
  readonly resealed: number;
  /** Values that no known secret opens, by where they stand: their owners have to enter them again. */
  readonly lost: readonly string[];
}

/**
 * Seals everything that is stored anew: under `AXONHUB_SECRET` what was sealed under `AXONHUB_PREVIOUS_SECRET`, or under a new secret
 * of the data folder. May be interrupted anywhere and run again; gateways may go on meanwhile.
 * @throws ConfigError where a secret is given and the one of before is not
 */
export async function rotateSecret(config: Config): Promise<Rotation> {
  if (config.secret && !config.previousSecret) {
    const message = 'is missing: AXONHUB_SECRET is to be the new secret, this the one of before';
    throw new ConfigError([{ where: 'AXONHUB_PREVIOUS_SECRET', message }]);
  }
  const records = await openRecords(config, () => {});
  try {
    if (config.secret) return await resealAll(records, await installationSecrets(config));
    const secrets = await nextSecret(config.dataDir);
    const rotation = await resealAll(records, secrets);
    await secrets.finish();
    return rotation;
  } finally {
    await records.close();
  }
}

/** Where a sealed value stands, and how another is put into its place. */
interface Sealed {
  readonly where: string;
  readonly place: SealPlace;
  readonly value: string;
  replace(value: string): Promise<boolean>;
}

/** Seals under the current secret whatever one of the others has sealed. */
export async function resealAll(
  records: Records,
  { current, others }: InstallationSecrets,
): Promise<Rotation> {
  const sealer = createSealer(current, others);
  const lost: string[] = [];
  let resealed = 0;
  for (const sealed of await channelSecrets(records.channels)) {
    const value = anew(sealer, sealed, lost);
    if (value !== undefined && (await sealed.replace(value))) resealed += 1;
  }
  return { resealed: resealed + (await resealSettings(records, sealer, lost)), lost };
}

async function channelSecrets(channels: ChannelRecords): Promise<Sealed[]> {
  const sealed = (column: SealedColumn, id: string, name: string, value: string | null): Sealed[] =>
    value === null
      ? []
      : [
          {
            where: `${column} of ${name}`,
            place: channelPlace(column, id),
            value,
            replace: (after) => channels.reseal(column, id, value, after),
          },
        ];
  const rows = await channels.all();
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return [
    ...(await channels.credentials()).flatMap((row) =>
      sealed('credential', row.id, `${names.get(row.channelId)} (${row.label})`, row.sealed),
    ),
    ...rows.flatMap((row) => [
      ...sealed('settings', row.id, row.name, row.sealedSettings),
      ...sealed('proxyPassword', row.id, row.name, row.sealedProxyPassword),
    ]),
  ];
}

/** Undefined: nothing is to be done, or nothing can be. */
function anew(
  sealer: Sealer,
  { value, place, where }: Omit<Sealed, 'replace'>,
  lost: string[],
): string | undefined {
  if (sealer.isCurrent(value)) return undefined;
  try {
    return sealer.seal(sealer.open(value, place), place);
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    lost.push(where);
    return undefined;
  }
}

/** How many secrets are stored, and which of them no known secret opens. Changes nothing. */
export async function unopened(
  records: Records,
  { current, others }: InstallationSecrets,
): Promise<{ readonly total: number; readonly lost: readonly string[] }> {
  const sealer = createSealer(current, others);
  const all = [...(await channelSecrets(records.channels)), ...(await settingSecrets(records, sealer))];
  const lost = all.filter(({ value, place }) => !opens(sealer, value, place)).map(({ where }) => where);
  return { total: all.length, lost };
}

function opens(sealer: Sealer, value: string, place: SealPlace): boolean {
  try {
    sealer.open(value, place);
    return true;
  } catch (error) {
    if (error instanceof SealError) return false;
    throw error;
  }
}

async function settingSecrets({ settings }: Records, sealer: Sealer): Promise<Omit<Sealed, 'replace'>[]> {
  return (await settings.all()).flatMap(({ section, value: document }) =>
    Object.entries(JSON.parse(document) as { readonly [name: string]: unknown }).flatMap(([name, value]) =>
      typeof value === 'string' && sealer.isSealed(value)
        ? [{ where: `setting ${section}.${name}`, place: settingPlace(section, name), value }]
        : [],
    ),
  );
}

/** A section whose secrets are sealed anew is a new version of it. */
async function resealSettings({ settings }: Records, sealer: Sealer, lost: string[]): Promise<number> {
  let resealed = 0;
  for (const row of await settings.all()) {
    const members = Object.entries(JSON.parse(row.value) as { readonly [name: string]: unknown });
    const changed = members.flatMap(([name, value]): [string, string][] => {
      if (typeof value !== 'string' || !sealer.isSealed(value)) return [];
      const where = `setting ${row.section}.${name}`;
      const next = anew(sealer, { value, place: settingPlace(row.section, name), where }, lost);
      return next === undefined ? [] : [[name, next]];
    });
    if (changed.length === 0) continue;
    const value = JSON.stringify({ ...Object.fromEntries(members), ...Object.fromEntries(changed) });
    if (await settings.put({ ...row, value, version: row.version + 1 })) resealed += changed.length;
  }
  return resealed;
}
