import type { z } from 'zod';
import type { Sealer, SealPlace } from '../../accounts/sealer.ts';
import { GatewayError } from '../../contract/error.ts';
import { defined } from '../../lib/defined.ts';
import type { SettingRecords, SettingRow, Shared } from '../../storage/ports.ts';
import type { SettingsSection } from '../contract/settings/section.ts';
import {
  SECTIONS,
  type SectionId,
  type SettingsChange,
  type SettingsOf,
  type ShownSettings,
} from '../contract/settings.ts';

/** What can be decided while the gateway runs. */
export interface Settings {
  /** As it is now; never waits. */
  get<Id extends SectionId>(id: Id): SettingsOf<Id>;
  /** Calls back after a section has changed, on whichever node. */
  onChange(listener: (id: SectionId) => void): void;
  shown(id: SectionId): ShownSettings;
  /**
   * @param by id of the user or key
   * @throws GatewayError `conflict` where the section has another version than the change was made from
   */
  change(id: SectionId, change: SettingsChange, by: string): Promise<ShownSettings>;
}

interface SettingsParts {
  readonly records: SettingRecords;
  readonly shared: Shared;
  readonly sealer: Sealer;
  /** Told where something stored cannot be read, or could not be announced. */
  readonly onTrouble: (error: unknown, what: string) => void;
  readonly now?: () => number;
}

const TOPIC = 'settings-changes';
/** A change that nobody announced is seen after this time. */
const REFRESH_MS = 60_000;

type Value = { readonly [member: string]: unknown };
interface Known {
  readonly value: Value;
  readonly row?: SettingRow;
}

/** Reads the settings and follows their changes on all nodes. */
export async function openSettings(parts: SettingsParts): Promise<Settings> {
  const settings = new StoredSettings(parts);
  await parts.shared.subscribe(TOPIC, () => settings.refresh());
  await settings.read();
  return settings;
}

class StoredSettings implements Settings {
  readonly #parts: SettingsParts;
  readonly #now: () => number;
  readonly #listeners: ((id: SectionId) => void)[] = [];
  #known = new Map<string, Known>();
  #readAt = 0;

  constructor(parts: SettingsParts) {
    this.#parts = parts;
    this.#now = parts.now ?? Date.now;
  }

  get<Id extends SectionId>(id: Id): SettingsOf<Id> {
    if (this.#now() - this.#readAt > REFRESH_MS) this.refresh();
    return (this.#known.get(id)?.value ?? SECTIONS[id].defaults) as SettingsOf<Id>;
  }

  onChange(listener: (id: SectionId) => void): void {
    this.#listeners.push(listener);
  }

  shown(id: SectionId): ShownSettings {
    const { secrets = [] }: SettingsSection = SECTIONS[id];
    const row = this.#known.get(id)?.row;
    const members = Object.entries(this.get(id)).map(([name, member]) =>
      secrets.includes(name) ? [`${name}Set`, member !== null] : [name, member],
    );
    const { version = 0, updatedAt = null, updatedBy = null } = row ?? {};
    return { value: Object.fromEntries(members), version, updatedAt, updatedBy };
  }

  async change(id: SectionId, { version, value }: SettingsChange, by: string): Promise<ShownSettings> {
    const section: SettingsSection = SECTIONS[id];
    await this.read();
    const before = this.#known.get(id)?.row;
    const current = before?.version ?? 0;
    // What is not changed stays as it stands there, also where this version or this secret cannot read it.
    const stored: Value = before ? JSON.parse(before.value) : section.defaults;
    const row: SettingRow = {
      section: id,
      value: JSON.stringify({ ...stored, ...this.#sealed(section, defined(value)) }),
      version: current + 1,
      updatedAt: this.#now(),
      updatedBy: by,
    };
    if ((version ?? current) !== current || !(await this.#parts.records.put(row))) {
      throw new GatewayError('conflict', 'Somebody else has changed these settings. Look at them again.');
    }
    await this.read();
    await this.#parts.shared
      .publish(TOPIC, id)
      .catch((error) => this.#parts.onTrouble(error, 'a change of the settings could not be announced'));
    return this.shown(id);
  }

  /** Reads again, without anybody waiting. */
  refresh(): void {
    this.#readAt = this.#now();
    this.read().catch((error) => this.#parts.onTrouble(error, 'the settings could not be read'));
  }

  async read(): Promise<void> {
    const rows = await this.#parts.records.all();
    this.#readAt = this.#now();
    const before = this.#known;
    const known = rows.flatMap((row): [SectionId, Known][] => {
      if (!Object.hasOwn(SECTIONS, row.section)) return [];
      const id = row.section as SectionId;
      const last = before.get(id);
      return [
        [id, last?.row?.version === row.version ? last : { value: this.#opened(SECTIONS[id], row), row }],
      ];
    });
    this.#known = new Map(known);
    for (const [id, { row }] of known) {
      if (before.get(id)?.row?.version !== row?.version) for (const listener of this.#listeners) listener(id);
    }
  }

  #sealed({ id, secrets = [] }: SettingsSection, value: Value): Value {
    const { sealer } = this.#parts;
    const members = Object.entries(value).map(([name, member]) => {
      const isSecret = secrets.includes(name) && typeof member === 'string';
      return [name, isSecret ? sealer.seal(member, settingPlace(id, name)) : member];
    });
    return Object.fromEntries(members);
  }

  /** Members that cannot be read, such as those of another version of the gateway, have their defaults. */
  #opened({ id, schema, defaults, secrets = [] }: SettingsSection, row: SettingRow): Value {
    const stored = JSON.parse(row.value) as Value;
    const members = Object.entries(schema.shape).map(([name, member]) => {
      try {
        const given = stored[name];
        const value =
          secrets.includes(name) && typeof given === 'string'
            ? this.#parts.sealer.open(given, settingPlace(id, name))
            : given;
        return [name, value === undefined ? defaults[name] : (member as z.ZodType).parse(value)];
      } catch (error) {
        this.#parts.onTrouble(error, `the setting ${id}.${name} cannot be read`);
        return [name, defaults[name]];
      }
    });
    return Object.fromEntries(members);
  }
}

/** Where the secret members of a section are sealed for. */
export const settingPlace = (section: string, name: string): SealPlace => ({
  purpose: 'setting',
  owner: `${section}.${name}`,
});
