import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type AdminClient, setUpOwner } from '../admin/admin-client.ts';
import { createDatabase, type TestDatabase } from '../contract/postgres-database.ts';
import { emptyRedis } from '../contract/redis-database.ts';
import { insideAMinute } from '../gateway/inside-a-minute.ts';
import { eventually } from '../gateway/kept-pictures.ts';
import { type GatewayProcess, launch } from '../start/gateway-process.ts';
import { type Fake, startFake } from '../upstreams/fake.ts';

/** How much is asked of two gateways. */
export interface Load {
  /** Requests in all. */
  readonly requests: number;
  /** Of them those of the first minute, whose limits are looked at. */
  readonly inAMinute: number;
  /** What the limited channel lets through in a minute, and the limited key; both below `inAMinute`. */
  readonly limit: number;
}

/** What came of it. */
export interface Measured {
  readonly requests: number;
  readonly seconds: number;
  readonly limit: number;
  /** Calls that reached the limited channel's upstream within its minute. */
  readonly throughChannel: number;
  /** Requests of the limited key that were answered. */
  readonly throughKey: number;
  /** Milliseconds until both nodes refused a key that was revoked on one. */
  readonly revokedMs: number;
  /** Requests that were answered without a row, rows without a request, and rows that stand there twice. */
  readonly lost: number;
  readonly unasked: number;
  readonly duplicates: number;
  /** Rows of attempts and sums for reports, against what the upstream was called for. */
  readonly calls: number;
  readonly executions: number;
  readonly summedExecutions: number;
  readonly summedTokens: number;
}

const AT_ONCE = 32;
export const TOKENS_PER_CALL = 12;

/** Runs two gateways as processes of their own on one PostgreSQL and Redis, and asks both for the same. */
export async function measureTwoNodes(load: Load): Promise<Measured> {
  const world = await open();
  try {
    return await new Measurement(world, load).run();
  } finally {
    await close(world);
  }
}

interface World {
  readonly database: TestDatabase;
  readonly limited: Fake;
  readonly spare: Fake;
  readonly dataDir: string;
  readonly nodes: readonly [GatewayProcess, GatewayProcess];
  readonly owner: AdminClient;
}

async function open(): Promise<World> {
  const [database, limited, spare] = [await createDatabase(), await startModel(), await startModel()];
  const dataDir = await mkdtemp(join(tmpdir(), 'axonhub-nodes-'));
  const env = {
    AXONHUB_SECRET: 'one secret of both nodes',
    AXONHUB_DATABASE_URL: database.url,
    AXONHUB_REDIS_URL: await emptyRedis('load'),
  };
  const start = (name: string) =>
    launch({
      ...{ command: process.execPath, args: ['src/start.js'], cwd: process.cwd(), env },
      dataDir: join(dataDir, name),
    });
  const nodes = await Promise.all([start('one'), start('two')]);
  const [one, two] = nodes as [GatewayProcess, GatewayProcess];
  await Promise.all([one.ready(), two.ready()]);
  return { ...{ database, limited, spare, dataDir }, nodes: [one, two], owner: await setUpOwner(one.origin) };
}

async function close({ database, limited, spare, dataDir, nodes }: World): Promise<void> {
  await Promise.all(nodes.map((node) => node.kill()));
  await Promise.all([limited.close(), spare.close(), database.drop()]);
  await rm(dataDir, { recursive: true, force: true });
}

/** As little of a model as counts: what is measured are the gateways. */
const startModel = (): Promise<Fake> =>
  startFake(() => ({
    json: {
      ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'gpt-5-mini' },
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: TOKENS_PER_CALL },
    },
  }));

/** Whether a node knows a key and the model: asked without a call, which would count towards the limits. */
async function serves({ origin }: GatewayProcess, key: string): Promise<boolean> {
  const response = await fetch(`${origin}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
  return response.ok && JSON.stringify(await response.json()).includes('"gpt-5-mini"');
}

interface Key {
  readonly id: string;
  readonly secret: string;
}

interface Answered {
  readonly id: string;
  readonly status: number;
}

class Measurement {
  readonly #world: World;
  readonly #load: Load;
  readonly #answered: Answered[] = [];

  constructor(world: World, load: Load) {
    this.#world = world;
    this.#load = load;
  }

  async run(): Promise<Measured> {
    const { limited, spare, owner, nodes } = this.#world;
    const { limit, inAMinute, requests } = this.#load;
    const channel = (name: string, fake: Fake, more: object) => ({
      ...{ name, type: 'openai', baseUrl: fake.url, credentials: [{ key: 'sk-test' }], ...more },
    });
    const limits = { requestsPerMinute: limit };
    await owner.post('/channels', channel('limited', limited, { priority: 1, limits }));
    await owner.post('/channels', channel('spare', spare, { priority: 2 }));
    const free = await this.#newKey('free', {});
    const counted = await this.#newKey('counted', {
      quotas: [{ measure: 'requests', per: 'minute', limit }],
    });
    await eventually(() => serves(nodes[1], free.secret));
    const began = performance.now();
    await insideAMinute(45_000);
    const before = limited.calls.length;
    await this.#askAll(inAMinute, free.secret);
    const throughChannel = limited.calls.length - before;
    await insideAMinute(20_000);
    const ofKey = await this.#askAll(inAMinute, counted.secret);
    await this.#askAll(Math.max(requests - this.#answered.length, 0), free.secret);
    const seconds = (performance.now() - began) / 1000;
    const revokedMs = await this.#leastToRevoke(free);
    const throughKey = ofKey.filter(({ status }) => status === 200).length;
    return {
      ...{ seconds, limit, throughChannel, throughKey, revokedMs, requests: this.#answered.length },
      calls: limited.calls.length + spare.calls.length,
      ...(await this.#rows()),
    };
  }

  async #newKey(name: string, rules: object): Promise<Key> {
    const { body } = await this.#world.owner.post('/projects/default/keys', { name, rules });
    return { id: body.id, secret: body.secret ?? body.key };
  }

  async #ask({ origin }: GatewayProcess, key: string): Promise<Answered> {
    const response = await fetch(`${origin}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'gpt-5-mini', messages: [{ role: 'user', content: 'Good morning' }] }),
    });
    await response.arrayBuffer();
    const answered = { id: response.headers.get('ah-request-id') ?? '', status: response.status };
    if (response.status !== 401) this.#answered.push(answered);
    return answered;
  }

  /** So many requests, by turns to both nodes. */
  async #askAll(count: number, key: string): Promise<readonly Answered[]> {
    const { nodes } = this.#world;
    const answers: Answered[] = [];
    let next = 0;
    const ask = async (): Promise<void> => {
      for (let index = next++; index < count; index = next++) {
        answers.push(await this.#ask(nodes[index % 2 === 0 ? 0 : 1], key));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, ask));
    return answers;
  }

  /** The least of several measurements: a machine that stands still for a moment only adds. */
  async #leastToRevoke(first: Key): Promise<number> {
    const { nodes } = this.#world;
    let least = await this.#revoke(first);
    for (let more = 1; least >= 1_000 && more < 5; more += 1) {
      const key = await this.#newKey(`free ${more}`, {});
      await eventually(() => serves(nodes[1], key.secret));
      least = Math.min(least, await this.#revoke(key));
    }
    return least;
  }

  async #revoke({ id, secret }: Key): Promise<number> {
    const { owner, nodes } = this.#world;
    await owner.patch(`/projects/default/keys/${id}`, { status: 'disabled' });
    const began = performance.now();
    await eventually(async () => {
      const both = await Promise.all(nodes.map((node) => this.#ask(node, secret)));
      return both.every(({ status }) => status === 401);
    });
    return performance.now() - began;
  }

  /** What the database says once the last rows have been written. */
  async #rows() {
    const client = new Client({ connectionString: this.#world.database.url });
    await client.connect();
    const read = async (query: string) => (await client.query(query)).rows;
    const asked = new Set(this.#answered.map(({ id }) => id));
    const idsOf = async () =>
      (await read('select id from requests where status <> 401')).map(({ id }) => id as string);
    try {
      await eventually(async () => (await idsOf()).length >= asked.size, 10_000).catch(() => {});
      const ids = await idsOf();
      const [attempts] = await read('select count(*) as n from executions');
      const [sums] = await read(
        'select sum(executions) as n, sum(input_tokens + output_tokens) as tokens from usage_sums where step = 900000',
      );
      const known = new Set(ids);
      return {
        lost: [...asked].filter((id) => !known.has(id)).length,
        unasked: [...known].filter((id) => !asked.has(id)).length,
        duplicates: ids.length - known.size + (this.#answered.length - asked.size),
        executions: Number(attempts?.n),
        summedExecutions: Number(sums?.n),
        summedTokens: Number(sums?.tokens),
      };
    } finally {
      await client.end();
    }
  }
}
