import { describe, expect, it } from 'vitest';
import { ipList } from './ip-list.ts';

describe('a list of addresses', () => {
  const inside = ipList(['192.0.2.7', '10.0.0.0/8', '2001:db8::/32']);

  it.each(['192.0.2.7', '10.255.0.1', '2001:db8::1', '::ffff:10.1.2.3', '::FFFF:192.0.2.7'])(
    'holds %s',
    (ip) => {
      expect(inside(ip)).toBe(true);
    },
  );

  it.each(['192.0.2.8', '11.0.0.1', '2001:db9::1', '::ffff:11.0.0.1', '', 'localhost'])(
    'does not hold %s',
    (ip) => {
      expect(inside(ip)).toBe(false);
    },
  );

  it.each(['10.0.0.0/33', '10.0.0/8', 'localhost', '10.0.0.0/', '10.0.0.0/8/8', '::1/129', ''])(
    'refuses the entry "%s"',
    (entry) => {
      expect(() => ipList([entry])).toThrow(TypeError);
    },
  );
});
