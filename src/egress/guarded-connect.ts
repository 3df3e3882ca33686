import { promises as dns, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { GatewayError } from '../contract/error.ts';
import type { AddressRules } from './address-rules.ts';
import { buildConnector } from './undici.ts';

/** All addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

const resolveBySystem: Resolve = (hostname) => dns.lookup(hostname, { all: true });

/**
 * Opens connections to allowed addresses only. The check stands inside the connection's one look-up, so what was checked
 * is what gets connected: a name that answers differently the next time gains nothing.
 */
export function guardedConnect(
  rules: AddressRules,
  timeoutMs: number,
  resolve: Resolve = resolveBySystem,
): buildConnector.connector {
  const options = { timeout: timeoutMs, allowH2: false };
  const open = buildConnector(options);
  const openChecked = buildConnector({ ...options, lookup: checkedLookup(rules, resolve) });
  return (target, callback) => {
    const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80);
    if (rules.isExempt(target.hostname, port)) return open(target, callback);
    // Literal addresses are connected to without a look-up.
    if (isIP(target.hostname) !== 0 && !rules.isAllowed(target.hostname)) return callback(refused(), null);
    openChecked(target, callback);
  };
}

/** One address outside the rules refuses the whole name: an honest one has none. */
function checkedLookup(rules: AddressRules, resolve: Resolve): LookupFunction {
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

/** Says nothing of what the name resolved to. */
const refused = (): GatewayError =>
  new GatewayError(
    'invalid_request',
    'The address of this image is not allowed: images are fetched from the public internet only.',
  );
