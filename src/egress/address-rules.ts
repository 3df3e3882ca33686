import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = [Address, number];

/** Which addresses may be connected to on the word of somebody outside. Pure. */
export interface AddressRules {
  /** `address` is an IP address in plain notation; anything else is refused. */
  isAllowed(address: string): boolean;
  /** Hosts the operator named: allowed wherever they lead. IPv6 with or without brackets. */
  isExempt(hostname: string, port: number): boolean;
}

/** Only public unicast is allowed, and what `allow` names: networks (`10.1.0.0/16`), addresses, or `host:port`. Throws TypeError for anything else. */
export function createAddressRules(
  allow: readonly string[] = [],
  exempt: AddressRules['isExempt'] = () => false,
): AddressRules {
  const networks: Network[] = [];
  const hosts = new Set<string>();
  for (const entry of allow) {
    if (ipaddr.isValidCIDR(entry)) networks.push(ipaddr.parseCIDR(entry));
    else if (ipaddr.isValid(entry)) networks.push(single(ipaddr.parse(entry)));
    else if (/^.+:\d+$/.test(entry)) hosts.add(bare(entry));
    else throw new TypeError(`neither a network nor host:port: ${entry}`);
  }
  return {
    isAllowed: (address) => {
      if (!ipaddr.isValid(address)) return false;
      const real = embedded(ipaddr.parse(address));
      return isPublic(real) || networks.some((network) => contains(network, real));
    },
    isExempt: (hostname, port) => hosts.has(bare(`${hostname}:${port}`)) || exempt(bare(hostname), port),
  };
}

/** `[::1]:80` → `::1:80`: URLs write brackets, connections do not. */
const bare = (host: string): string => host.toLowerCase().replace(/[[\]]/g, '');

/** Azure's platform endpoint (metadata, DNS) answers every virtual machine under a public address. */
const PLATFORM = ipaddr.parse('168.63.129.16').toString();

/** Everything the IANA has handed out for hosts on the internet; for IPv6 that is 2000::/3 alone. */
const GLOBAL_IPV6: Network = [ipaddr.parse('2000::'), 3];

function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' ? address.toString() !== PLATFORM : contains(GLOBAL_IPV6, address);
}

const contains = ([base, bits]: Network, address: Address): boolean =>
  base.kind() === address.kind() && address.match(base, bits);

const single = (address: Address): Network => [address, address.kind() === 'ipv4' ? 32 : 128];

const MAPPED: Network = [ipaddr.parse('::ffff:0:0'), 96];
/** NAT64: how hosts of an IPv6-only network see the IPv4 internet. */
const NAT64: Network = [ipaddr.parse('64:ff9b::'), 96];

/** The IPv4 address that a packet to this IPv6 address ends at, where it is such a one; else the address itself. */
function embedded(address: Address): Address {
  if (!contains(MAPPED, address) && !contains(NAT64, address)) return address;
  return ipaddr.fromByteArray(address.toByteArray().slice(12));
}
