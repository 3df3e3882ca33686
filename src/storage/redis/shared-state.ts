import { createClient } from '@redis/client';
import { GatewayError } from '../../contract/error.ts';
import type { Claim, HeldPlace, Shared, SharedListener } from '../ports.ts';
import { LateMessages } from './late-messages.ts';
import { HELD, RENEW, TAKE } from './take-script.ts';

export interface RedisOptions {
  /** As `redis://user:password@host:6379/0`, or `rediss://` with TLS. */
  readonly url: string;
  /** Stands before every name, for several installations on one Redis. Default `axonhub:`. */
  readonly prefix?: string;
  /** Told of connections that break; they are made anew. */
  readonly onTrouble: (error: Error) => void;
}

const CONNECT_TIMEOUT_MS = 5_000;
const LONGEST_PAUSE_MS = 500;

/** State in Redis, for several gateways. Rejects when Redis cannot be reached; what breaks later is made anew. */
export async function createRedisShared({
  url,
  prefix = 'axonhub:',
  onTrouble,
}: RedisOptions): Promise<Shared> {
  // A connection that listens can do nothing else.
  const commands = connection(url, onTrouble);
  const listening = connection(url, onTrouble);
  try {
    await Promise.all([commands.connect(), listening.connect()]);
  } catch (error) {
    for (const client of [commands, listening]) if (client.isOpen) client.destroy();
    throw error;
  }
  return new RedisShared(commands, listening, prefix);
}

type Connection = ReturnType<typeof connection>;

function connection(url: string, onTrouble: (error: Error) => void) {
  let connected = false;
  const client = createClient({
    url,
    // Better a failure now than a request that waits for a server that may never come back.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectStrategy: (tries, cause) => (connected ? Math.min(20 * 2 ** tries, LONGEST_PAUSE_MS) : cause),
    },
  });
  client.on('ready', () => {
    connected = true;
  });
  // Without a listener a broken connection would end the process.
  client.on('error', (error: Error) => {
    if (connected) onTrouble(error);
  });
  return client;
}

class RedisShared implements Shared {
  readonly #commands: Connection;
  readonly #listening: Connection;
  readonly #prefix: string;
  /** With the topic each listens to. */
  readonly #listeners = new Map<SharedListener, string>();
  readonly #late: LateMessages;

  constructor(commands: Connection, listening: Connection, prefix: string) {
    this.#commands = commands;
    this.#listening = listening;
    this.#prefix = prefix;
    this.#late = new LateMessages((topic, message) => commands.publish(prefix + topic, message));
    commands.on('ready', () => void this.#late.send());
    // The client has subscribed again by then; what was published in between is lost.
    listening.on('ready', () => {
      for (const listener of [...this.#listeners.keys()]) listener(undefined);
    });
  }

  async get(key: string): Promise<string | undefined> {
    return (await reached(this.#commands.get(this.#prefix + key))) ?? undefined;
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    const expiration = { type: 'PX', value: Math.ceil(ttlMs) } as const;
    await reached(this.#commands.set(this.#prefix + key, value, { expiration }));
  }

  async increment(key: string, by: number, ttlMs: number): Promise<number> {
    const name = this.#prefix + key;
    const expiration = { type: 'PX', value: Math.ceil(ttlMs) } as const;
    // One step for everyone else: a counter never stands there without its end.
    const step = this.#commands.multi().set(name, '0', { expiration, condition: 'NX' }).incrBy(name, by);
    const [, sum] = await reached(step.execTyped());
    return Number(sum);
  }

  async take(claims: readonly Claim[]): Promise<number | undefined> {
    const args = claims.flatMap((claim) => [
      claim.kind,
      claim.kind === 'place' ? claim.holder : String(claim.by),
      String(claim.most),
      String(Math.ceil(claim.ttlMs)),
    ]);
    const full = Number(await this.#run(TAKE, claims, args));
    return full === 0 ? undefined : full - 1;
  }

  async release(key: string, holder: string): Promise<void> {
    await reached(this.#commands.zRem(this.#prefix + key, holder));
  }

  async renew(places: readonly HeldPlace[], ttlMs: number): Promise<void> {
    if (places.length === 0) return;
    const holders = places.map(({ holder }) => holder);
    await this.#run(RENEW, places, [String(Math.ceil(ttlMs)), ...holders]);
  }

  async held(key: string): Promise<number> {
    return Number(await this.#run(HELD, [{ key }], []));
  }

  #run(script: string, keyed: readonly { readonly key: string }[], args: string[]) {
    const keys = keyed.map(({ key }) => this.#prefix + key);
    return reached(this.#commands.eval(script, { keys, arguments: args }));
  }

  async publish(topic: string, message: string): Promise<void> {
    try {
      await this.#commands.publish(this.#prefix + topic, message);
    } catch (error) {
      // What is announced has happened: whoever did it must not be told that it failed.
      if (!this.#commands.isOpen || !this.#late.add(topic, message)) throw unreachable(error);
      for (const [listener, heard] of [...this.#listeners]) if (heard === topic) listener(message);
    }
  }

  async subscribe(topic: string, listener: SharedListener): Promise<() => Promise<void>> {
    const channel = this.#prefix + topic;
    const heard = (message: string): void => listener(message);
    await reached(this.#listening.subscribe(channel, heard));
    this.#listeners.set(listener, topic);
    return async () => {
      this.#listeners.delete(listener);
      await reached(this.#listening.unsubscribe(channel, heard));
    };
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    for (const client of [this.#commands, this.#listening]) client.destroy();
  }
}

async function reached<T>(reply: Promise<T>): Promise<T> {
  try {
    return await reply;
  } catch (error) {
    throw unreachable(error);
  }
}

function unreachable(error: unknown): GatewayError {
  const facts = { internal: `Redis: ${error instanceof Error ? error.message : String(error)}` };
  return new GatewayError('overloaded', 'The gateway cannot reach what its nodes share.', facts, error);
}
