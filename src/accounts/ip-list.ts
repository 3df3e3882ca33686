import { BlockList, isIP } from 'node:net';

/** Whether an address stands in a list of addresses and networks. IPv4 inside IPv6 (`::ffff:192.0.2.7`) counts as IPv4. */
export type IpList = (address: string) => boolean;

/** @throws TypeError naming the entry that is no address and no network */
export function ipList(entries: readonly string[]): IpList {
  const list = new BlockList();
  for (const entry of entries) addEntry(list, entry);
  return (address) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    const family = isIP(plain);
    return family !== 0 && list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
  };
}

function addEntry(list: BlockList, entry: string): void {
  const [address = '', prefix, ...rest] = entry.trim().split('/');
  const family = isIP(address);
  const bits = family === 6 ? 128 : 32;
  const length = prefix === undefined ? bits : Number(prefix);
  const fits = /^\d*$/.test(prefix ?? '') && prefix !== '' && length <= bits;
  if (family === 0 || rest.length > 0 || !fits) {
    throw new TypeError(`"${entry}" is no address and no network, such as 192.0.2.7 or 2001:db8::/32`);
  }
  list.addSubnet(address, length, family === 6 ? 'ipv6' : 'ipv4');
}
