import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PassingEvents } from './passing-events.ts';

const text = (chunks: readonly Uint8Array[]): string => Buffer.concat(chunks).toString();

describe('events on their way through', () => {
  it('holds the beginning of an event back until its end has come', () => {
    const passing = new PassingEvents();
    passing.add(Buffer.from('data: 1\n\ndata: {"half'));
    expect(text(passing.whole())).toBe('data: 1\n\n');
    passing.add(Buffer.from('":2}\n\n'));
    expect(text(passing.whole())).toBe('data: {"half":2}\n\n');
  });

  it('knows a blank line that two chunks share', () => {
    const passing = new PassingEvents();
    passing.add(Buffer.from('data: 1\r\n\r'));
    passing.add(Buffer.from('\ndata: 2'));
    expect(text(passing.whole())).toBe('data: 1\r\n\r\n');
  });

  it('gives every byte once and in order, however they are cut', () => {
    const event = fc.constantFrom(
      'data: 1\n\n',
      ': c\n\n',
      'data: 2\r\n\r\n',
      'data: 3\r\r',
      'event: x\ndata: 4\n\n',
    );
    fc.assert(
      fc.property(fc.array(event), fc.string(), fc.array(fc.nat({ max: 12 })), (events, tail, cuts) => {
        const all = Buffer.from(events.join('') + tail);
        const passing = new PassingEvents();
        let out = '';
        let at = 0;
        for (const cut of [...cuts, all.length]) {
          passing.add(all.subarray(at, at + cut));
          at += cut;
          out += text(passing.whole());
        }
        expect(out + text(passing.rest())).toBe(all.toString());
      }),
    );
  });
});
