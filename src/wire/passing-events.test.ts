import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fastest } from '../../test/timing/fastest.ts';
import { eventsMatching, PassingEvents } from './passing-events.ts';

/** Events with every kind of line end. */
const events = () =>
  fc.array(
    fc.constantFrom(
      'data: 1\n\n',
      ': c\n\n',
      'data: 2\r\n\r\n',
      'data: 3\r\r',
      'event: x\ndata: 4\n\n',
      'data: {"usage":5}\n\n',
    ),
  );

describe('events on their way through', () => {
  it('holds the beginning of an event back until its end has come', () => {
    const passing = new PassingEvents();
    expect(passing.push(Buffer.from('data: 1\n\ndata: {"half')).toString()).toBe('data: 1\n\n');
    expect(passing.push(Buffer.from('":2}\n\n')).toString()).toBe('data: {"half":2}\n\n');
  });

  it('knows a blank line that two chunks share', () => {
    const passing = new PassingEvents();
    expect(passing.push(Buffer.from('data: 1\r\n\r')).toString()).toBe('');
    expect(passing.push(Buffer.from('\ndata: 2')).toString()).toBe('data: 1\r\n\r\n');
  });

  it('gives every byte once and in order, and only whole events, however they are cut', () => {
    fc.assert(
      fc.property(events(), fc.string(), fc.array(fc.nat({ max: 12 })), (given, tail, cuts) => {
        const all = Buffer.from(given.join('') + tail);
        const passing = new PassingEvents();
        let out = '';
        let at = 0;
        for (const cut of [...cuts, all.length]) {
          const stretch = passing.push(all.subarray(at, at + cut)).toString();
          at += cut;
          out += stretch;
          expect(stretch).toMatch(/^$|(\n\n|\r\n\r\n|\r\r)$/);
        }
        expect(out + passing.rest().toString()).toBe(all.toString());
      }),
    );
  });

  it('takes time in proportion to the size of an event that comes in many chunks', async () => {
    const chunk = Buffer.alloc(1_000, 'A');
    const time = (chunks: number) =>
      fastest(() => {
        const passing = new PassingEvents();
        for (let count = 0; count < chunks; count += 1) passing.push(chunk);
        passing.push(Buffer.from('\n\n'));
      }, 3);
    const [small, large] = [await time(2_000), await time(20_000)];
    expect(large).toBeLessThan(40 * small + 100);
  });
});

describe('events that match', () => {
  const matching = (text: string, pattern?: RegExp): string[] => {
    const stretch = Buffer.from(text);
    return eventsMatching(stretch, pattern).map(({ start, end }) => stretch.toString('utf8', start, end));
  };

  it('are found whole, each once', () => {
    const text = 'data: 1\n\nevent: a\ndata: {"usage":{},"usage":{}}\n\ndata: ü\n\ndata: {"usage":1}\n\n';
    expect(matching(text, /"usage"/g)).toEqual([
      'event: a\ndata: {"usage":{},"usage":{}}\n\n',
      'data: {"usage":1}\n\n',
    ]);
  });

  it('are all of them where there is no pattern or too much to search', () => {
    expect(matching('data: 1\n\ndata: 2\r\n\r\ndata: 3')).toEqual([
      'data: 1\n\n',
      'data: 2\r\n\r\n',
      'data: 3',
    ]);
    const long = `data: ${'A'.repeat(70_000)}\n\n`;
    expect(matching(`data: 1\n\n${long}`, /"usage"/g)).toEqual(['data: 1\n\n', long]);
  });

  it('are those of the list, whatever the line ends', () => {
    fc.assert(
      fc.property(events(), (given) => {
        const wanted = given.filter((event) => event.includes('"usage"'));
        expect(matching(given.join(''), /"usage"/g)).toEqual(wanted);
      }),
    );
  });
});
