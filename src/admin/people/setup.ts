import { addressGroup } from '../../accounts/attempts.ts';
import { OWNER } from '../../accounts/owner.ts';
import { hashPassword } from '../../accounts/password-hash.ts';
import { checkPassword } from '../../accounts/password-rules.ts';
import { isSetupCode } from '../../accounts/setup-code.ts';
import { GatewayError, invalid } from '../../contract/error.ts';
import { newId } from '../../lib/new-id.ts';
import type { UserRow } from '../../storage/ports.ts';
import { setupRoutes } from '../contract/setup.ts';
import { type CallFacts, type Handler, handle } from '../serving/handler.ts';
import { enter } from './enter.ts';
import type { People } from './people.ts';

interface SetupOptions {
  /** The project that was there before projects were. */
  readonly project: string;
  /** Proves that the caller can read what the gateway printed. */
  readonly code: string;
  /** Clients reach the gateway by a public name: nobody is taken for its operator by their address. */
  readonly isPublic: boolean;
}

const CODE_ATTEMPTS = 10;
const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;
const LOCAL_NAME = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;
const PROXY_HEADERS = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'];

export function setupHandlers(people: People, options: SetupOptions): Handler[] {
  const { users, projects } = people.records;
  const isTaken = () => users.hasFirst();
  return [
    handle(setupRoutes.state, async ({ call }) => {
      const needed = !(await isTaken());
      return { needed, codeNeeded: needed && !isOperator(call, options) };
    }),
    handle(setupRoutes.setUp, async ({ body, call }) => {
      if (await isTaken()) throw taken();
      if (!isOperator(call, options)) await demandCode(people, options.code, body.code, call.ip);
      checkPassword(body.password, body, 'password');
      const owner = await ownerOf(body, people.now());
      if (!(await users.insertFirst(owner))) throw taken();
      const { project: name, timeZone } = body;
      const named = { ...(name !== undefined && { name }), ...(timeZone !== undefined && { timeZone }) };
      if (Object.keys(named).length > 0) await projects.update(options.project, named);
      return enter(people, call, owner);
    }),
  ];
}

/** Calls from the gateway's own machine, by its local name: another name may be a stranger's page that resolves to here. */
function isOperator({ ip, headers }: CallFacts, { isPublic }: SetupOptions): boolean {
  const isRelayed = PROXY_HEADERS.some((name) => headers[name] !== undefined);
  return !isPublic && !isRelayed && LOOPBACK.test(ip) && LOCAL_NAME.test(String(headers.host ?? ''));
}

async function demandCode(
  { attempts }: People,
  code: string,
  given: string | undefined,
  ip: string,
): Promise<void> {
  if (given === undefined) throw invalid('code', 'code: needed, the gateway prints it when it starts.');
  const succeeded = await attempts.begin([{ name: `setup ${addressGroup(ip)}`, limit: CODE_ATTEMPTS }]);
  if (!isSetupCode(given, code)) throw invalid('code', 'code: is not the one the gateway printed.');
  await succeeded();
}

async function ownerOf(
  { email, name, password }: { readonly email: string; readonly name: string; readonly password: string },
  now: number,
): Promise<UserRow> {
  return {
    id: newId('usr'),
    email,
    name,
    passwordHash: await hashPassword(password),
    role: OWNER,
    enabled: true,
    createdAt: now,
    signedInAt: null,
  };
}

const taken = (): GatewayError => new GatewayError('conflict', 'This gateway has an owner already. Sign in.');
