import { describe, expect, it } from 'vitest';
import { createAddressRules } from './address-rules.ts';

const rules = createAddressRules();

describe('addresses on the public internet', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.255.255',
    '172.32.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '2606:4700::1111',
    '2a00:1450:4001:81b::200e',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
  ])('%s is allowed', (address) => {
    expect(rules.isAllowed(address)).toBe(true);
  });
});

describe('addresses that lead elsewhere', () => {
  it.each([
    ['this host', ['0.0.0.0', '0.1.2.3', '127.0.0.1', '127.255.255.254', '::', '::1']],
    ['private networks', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fdff::1']],
    ['carrier-grade NAT', ['100.64.0.1', '100.127.255.255']],
    ['link-local', ['169.254.0.1', 'fe80::1', 'febf::1', 'fe80::1%eth0']],
    [
      'cloud metadata',
      ['169.254.169.254', '100.100.100.200', '192.0.0.192', '168.63.129.16', 'fd00:ec2::254'],
    ],
    ['multicast and broadcast', ['224.0.0.1', '239.255.255.250', '255.255.255.255', 'ff02::1']],
    [
      'benchmarks, documentation, reserved',
      ['198.18.0.1', '192.0.2.1', '203.0.113.9', '240.0.0.1', '2001:db8::1'],
    ],
    ['IPv4 inside of IPv6', ['::ffff:127.0.0.1', '::ffff:a00:1', '::ffff:169.254.169.254', '::7f00:1']],
    ['NAT64', ['64:ff9b::10.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::8.8.8.8', '::ffff:0:8.8.8.8']],
    ['tunnels', ['2002:7f00:1::', '2002:808:808::1', '2001::1', '192.88.99.1']],
    ['former and special IPv6', ['fec0::1', '100::1', '3fff::1', '5f00::1', '4000::1']],
    ['no address at all', ['', 'localhost', '8.8.8.8:80', '1.2.3.4/8']],
  ])('%s are refused', (_, addresses) => {
    expect(addresses.filter((address) => rules.isAllowed(address))).toEqual([]);
  });
});

describe('what the operator allows', () => {
  it('may be a network or an address, in either family and however it is written', () => {
    const own = createAddressRules(['10.1.0.0/16', '192.168.7.7', 'fd12::/16', '127.0.0.1/32']);
    for (const address of ['10.1.2.3', '192.168.7.7', 'fd12::9', '::ffff:10.1.2.3', '64:ff9b::10.1.2.3']) {
      expect([address, own.isAllowed(address)]).toEqual([address, true]);
    }
    for (const address of ['10.2.0.1', '192.168.7.8', 'fd13::9', '127.0.0.2', '::1']) {
      expect([address, own.isAllowed(address)]).toEqual([address, false]);
    }
  });

  it('may be a host with its port, and nothing beside it', () => {
    const own = createAddressRules(['MinIO.internal:9000', '[::1]:8080', '127.0.0.1:41234']);
    expect(own.isExempt('minio.internal', 9000)).toBe(true);
    expect(own.isExempt('::1', 8080)).toBe(true);
    expect(own.isExempt('127.0.0.1', 41234)).toBe(true);
    expect(own.isExempt('minio.internal', 9001)).toBe(false);
    expect(own.isExempt('x.minio.internal', 9000)).toBe(false);
    expect(own.isAllowed('127.0.0.1')).toBe(false);
  });

  it.each(['10.0.0.0/33', 'minio', 'http://x', ''])('must make sense: %j does not', (entry) => {
    expect(() => createAddressRules([entry])).toThrow(TypeError);
  });
});
