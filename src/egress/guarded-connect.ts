import { promises as dns, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { GatewayError } from '../contract/error.ts';
import type { AddressRules } from './address-rules.ts';
import { portOf } from './check-url.ts';
import { buildConnector } from './undici.ts';

/** All addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

const resolveBySystem: Resolve = (hostname) => dns.lookup(hostname, { all: true });

export interface GuardedConnectOptions {
  readonly rules: AddressRules;
  /** What is said of an address outside the rules: nothing of what the name resolved to. */
  readonly refused: () => GatewayError;
  readonly timeoutMs: number;
  /** The system's resolver unless a test brings its own. */
  readonly resolve?: Resolve | undefined;
}

/**
 * Opens connections to allowed addresses only. The check stands inside the connection's one look-up, so what was checked
 * is what gets connected: a name that answers differently the next time gains nothing.
 */
export function guardedConnect({
  rules,
  refused,
  timeoutMs,
  resolve = resolveBySystem,
}: GuardedConnectOptions): buildConnector.connector {
  const options = { timeout: timeoutMs, allowH2: false };
  const open = buildConnector(options);
  const openChecked = buildConnector({ ...options, lookup: checkedLookup(rules, refused, resolve) });
  return (target, callback) => {
    const { hostname } = target;
    const port = portOf(target);
    if (rules.isExempt(hostname, port)) return open(target, callback);
    // Literal addresses are connected to without a look-up.
    if (isRefusedLiteral(rules, hostname, port)) return callback(refused(), null);
    openChecked(target, callback);
  };
}

/** The host is an address, not a name, and none that may be connected to. IPv6 with or without brackets. */
export function isRefusedLiteral(rules: AddressRules, hostname: string, port: number): boolean {
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(address) !== 0 && !rules.isAllowed(address) && !rules.isExempt(hostname, port);
}

/** One address outside the rules refuses the whole name: an honest one has none. */
function checkedLookup(rules: AddressRules, refused: () => GatewayError, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (!first || !addresses.every(({ address }) => rules.isAllowed(address))) callback(refused(), '', 0);
        else if (options.all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}
