import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ALL_SCOPES } from '../../src/admin/contract/scopes.ts';
import { OWNER, setUpOwner } from '../admin/admin-client.ts';
import { type House, openHouse } from '../gateway/house.ts';
import { createFirer, type Outcome } from './fire.ts';
import { mutated } from './mutations.ts';
import { adminSeeds, clientSeeds, type Sent } from './seeds.ts';

/** Requests in each of the two tests; the long mode: `FUZZ_REQUESTS=50000 npx vitest run test/fuzz`. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 500);
const IS_LONG = process.env.FUZZ_REQUESTS !== undefined;
/** The same number gives the same requests. */
const SEED = Number(process.env.FUZZ_SEED ?? (IS_LONG ? Date.now() % 2 ** 31 : 20_261_128));
const AT_ONCE = 16;
/** What requests have changed by then would leave little to be found. */
const PER_HOUSE = 2_500;
/** Run by hand it is one of many things that the machine does. */
const LIMIT_MS = IS_LONG ? 60_000 : 15_000;

type Credentials = (number: number) => Promise<Readonly<Record<string, string>>>;

/** Sends that many and gives what went wrong, each kind once, with a request that does it. */
async function fuzz(seeds: readonly Sent[], credentialsOf: (house: House) => Promise<Credentials>) {
  const failures = new Map<string, string>();
  const statuses: Record<number, number> = {};
  for (let done = 0; done < REQUESTS; done += PER_HOUSE) {
    const house = await openHouse();
    const credentials = await credentialsOf(house);
    const { fire, close } = createFirer(house.gateway.url, LIMIT_MS);
    const requests = fc.sample(mutated(seeds), {
      numRuns: Math.min(PER_HOUSE, REQUESTS - done),
      seed: SEED + done,
    });
    for (let at = 0; at < requests.length; at += AT_ONCE) {
      const before = house.gateway.log().length;
      const batch = requests.slice(at, at + AT_ONCE);
      const outcomes = await Promise.all(
        batch.map(async (sent, number) => fire(sent, await credentials(at + number))),
      );
      for (const each of outcomes) statuses[each.status] = (statuses[each.status] ?? 0) + 1;
      const log = house.gateway.log().slice(before);
      for (const [kind, told] of problemsOf(outcomes, log)) failures.set(kind, told);
    }
    close();
    await house.close();
    if (IS_LONG) console.info(`fuzz: ${done + requests.length} done, ${[...failures.values()].join('\n\n')}`);
  }
  console.info(`fuzz: seed ${SEED}, answers by status ${JSON.stringify(statuses)}`);
  return { failures: [...failures.values()], statuses };
}

/** A fault of ours, in the log or in the answer; no answer at all; none in time. */
function* problemsOf(outcomes: readonly Outcome[], log: string): Generator<[kind: string, told: string]> {
  for (const outcome of outcomes) {
    const { sent, status, text, ms } = outcome;
    const isOurs =
      (status >= 500 && !/upstream|UPSTREAM|no_image|UNAVAILABLE|api_error/.test(text)) ||
      (status === 503 && !isExplained(outcome, log));
    if (!isOurs && status !== 0 && status !== 500 && ms < LIMIT_MS) continue;
    if (status === 0 && isRefusedByClient(text)) continue;
    yield [
      `${status} ${sent.path.slice(0, 30)} ${text.slice(0, 60)}`,
      `${told(sent)}\n→ ${status} in ${ms} ms ${text.slice(0, 500)}${status === 503 ? `\n${lineOf(outcome, log)}` : ''}`,
    ];
  }
  for (const line of log.split('\n')) {
    if (!/"code":"internal"|the admin API failed/.test(line)) continue;
    const stack = /"stack":"[^"]{0,300}/.exec(line)?.[0] ?? line.slice(0, 200);
    yield [
      stack,
      `${line.slice(0, 1_500)}\none of:\n${outcomes
        .filter(({ status }) => status === 0 || status >= 500 || status === 200)
        .map(({ sent }) => told(sent))
        .join('\n')}`,
    ];
  }
}

/** "Not now" is an answer only where the log says of this request why. */
function isExplained(outcome: Outcome, log: string): boolean {
  const line = lineOf(outcome, log);
  if (line === undefined) return false;
  const { code, cause, internal } = JSON.parse(line) as { [name: string]: string | undefined };
  return `${code} ${cause ?? internal ?? ''}`.match(CAUSES) !== null;
}

const lineOf = ({ id }: Outcome, log: string): string | undefined =>
  log.split('\n').find((each) => id !== '' && each.includes(`"${id}"`));

/** What a 503 may come from here: the house has no limit that mutated requests could reach, and its upstreams never leave. */
const CAUSES = /^upstream_unavailable (?:getaddrinfo|connect) /;

/** Node's client does not even send it. */
const isRefusedByClient = (text: string): boolean => /ERR_INVALID|Invalid character/.test(text);

const told = ({ method, path, headers, body }: Sent): string =>
  `${method} ${path} ${JSON.stringify(headers)} ${body?.toString().slice(0, 600) ?? ''}`;

const ROOM_MS = IS_LONG ? 3 * 3_600_000 : 60_000;

it(
  'no mutated request of a client makes a fault of ours, ends the process or hangs',
  async () => {
    const { failures, statuses } = await fuzz(await clientSeeds(), async ({ gateway }) => {
      const authorization = `Bearer ${gateway.key}`;
      return async () => ({ authorization });
    });
    expect(failures).toEqual([]);
    // Were all of them refused at the door, nothing would be tested.
    expect(statuses[200]).toBeGreaterThan(REQUESTS / 20);
  },
  ROOM_MS,
);

it(
  'no mutated request to the admin API does',
  async () => {
    const { failures, statuses } = await fuzz(adminSeeds(), async ({ gateway }) => {
      const owner = await setUpOwner(gateway.url);
      const rules = { scopes: ALL_SCOPES };
      const { body } = await owner.post('/projects/default/keys', { name: 'all', kind: 'service', rules });
      const authorization = `Bearer ${body.key}`;
      const { email, password } = OWNER;
      return async (number) => {
        if (number % 2 === 0) return { authorization };
        // A request may have ended the session.
        if ((await owner.get('/me')).status === 401) await owner.post('/session', { email, password });
        const [cookie = ''] = owner.cookie().split(';', 1);
        return { cookie, origin: gateway.url, 'sec-fetch-site': 'same-origin' };
      };
    });
    expect(failures).toEqual([]);
    expect(statuses[200]).toBeGreaterThan(REQUESTS / 20);
  },
  ROOM_MS,
);
