import type { Sealer } from '../accounts/sealer.ts';
import type { Provider } from '../contract/provider.ts';
import { FreshRead } from '../lib/fresh-read.ts';
import type { Channel } from '../routing/channel.ts';
import type { ChannelRecords, Shared } from '../storage/ports.ts';
import { type ReadChannel, readChannel } from './from-row.ts';

/** Every channel of this gateway, ready in memory: requests never wait for the database. */
export interface ChannelRegistry {
  /** Those that requests may go to: the configuration's first, then the database's by position. */
  channels(): readonly Channel[];
  /** Those of the configuration, and the built-in one while it stands in; none of them can be changed here. */
  fixed(): readonly Channel[];
  /** Those of the database, usable or not. */
  stored(): readonly ReadChannel[];
  /** Those that no request may go to, with the reason; archived ones left out. */
  unusable(): readonly UnusableChannel[];
  /** Reads the database again, here and on every other node. To be awaited after a change is committed. */
  changed(): Promise<void>;
  close(): Promise<void>;
}

export interface UnusableChannel {
  readonly name: string;
  /** Id of its provider. */
  readonly type: string;
  readonly reason: string;
}

export interface RegistryOptions {
  readonly records: ChannelRecords;
  readonly shared: Shared;
  readonly sealer: Sealer;
  readonly providers: readonly Provider[];
  /** Of the configuration; the built-in one among them stands in until there is a real channel anywhere. */
  readonly configured: readonly Channel[];
  /** Of the configuration and switched off there. */
  readonly disabled: readonly Pick<UnusableChannel, 'name' | 'type'>[];
  /** Told when the database could not be read; what was read before stays in use. */
  readonly onTrouble: (error: unknown) => void;
}

const TOPIC = 'channel-changes';
const DISABLED = 'It is disabled.';

/** @throws when the database cannot be read at first */
export async function openChannelRegistry(options: RegistryOptions): Promise<ChannelRegistry> {
  const registry = new Registry(options);
  await registry.follow();
  return registry;
}

class Registry implements ChannelRegistry {
  readonly #options: RegistryOptions;
  #stored: readonly ReadChannel[] = [];
  #fixed: readonly Channel[] = [];
  #usable: readonly Channel[] = [];
  readonly #fresh: FreshRead;
  #stop: () => Promise<void> = async () => {};

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#fresh = new FreshRead(() => this.#read(), options.onTrouble);
  }

  channels(): readonly Channel[] {
    return this.#usable;
  }

  fixed(): readonly Channel[] {
    return this.#fixed;
  }

  stored(): readonly ReadChannel[] {
    return this.#stored;
  }

  unusable(): readonly UnusableChannel[] {
    const left = this.#stored.filter(({ usable, row }) => !usable && row.archivedAt === null);
    return [
      ...this.#options.disabled.map(({ name, type }) => ({ name, type, reason: DISABLED })),
      ...left.map(({ row: { name, type, enabled }, problem }) => ({
        ...{ name, type },
        reason: enabled && problem !== undefined ? problem : DISABLED,
      })),
    ];
  }

  async follow(): Promise<void> {
    // Listening comes first: a change between reading and listening would be missed.
    this.#stop = await this.#options.shared.subscribe(TOPIC, () => void this.#fresh.refresh());
    try {
      await this.#read();
    } catch (error) {
      await this.#stop();
      throw error;
    }
  }

  async changed(): Promise<void> {
    await this.#options.shared.publish(TOPIC, '');
    // Who made the change sees it at once, whenever the announcement comes back.
    await this.#fresh.refresh();
  }

  async close(): Promise<void> {
    this.#fresh.stop();
    await this.#stop();
  }

  async #read(): Promise<void> {
    const { records, configured } = this.#options;
    const [rows, credentials] = await Promise.all([records.all(), records.credentials()]);
    const ofChannel = Map.groupBy(credentials, ({ channelId }) => channelId);
    const before = new Map(this.#stored.map((read) => [read.row.id, read]));
    this.#stored = rows.map((row) => {
      const own = ofChannel.get(row.id) ?? [];
      const known = before.get(row.id);
      // The same object for what is the same: tokens and the like are kept with it.
      return known && isSame(known, row, own) ? known : readChannel(row, own, this.#options);
    });
    const isReal = this.#stored.some(({ row }) => row.archivedAt === null);
    this.#fixed = configured.filter(({ origin }) => origin !== 'built-in' || !isReal);
    this.#usable = [...this.#fixed, ...this.#stored.flatMap(usableChannel)];
  }
}

const usableChannel = ({ usable, channel }: ReadChannel): Channel[] => (usable && channel ? [channel] : []);

const isSame = (known: ReadChannel, row: unknown, credentials: unknown): boolean =>
  JSON.stringify([known.row, known.credentials]) === JSON.stringify([row, credentials]);
