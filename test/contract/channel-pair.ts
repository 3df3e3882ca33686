import { EventEmitter } from 'node:events';
import type { Channel } from '../../src/cluster/line.ts';

/** Two ends that JSON passes between, as it does between processes. */
export function channelPair(): [Channel & EventEmitter, Channel & EventEmitter] {
  const ends = [new EventEmitter(), new EventEmitter()] as const;
  const connected = (own: EventEmitter, other: EventEmitter) =>
    Object.assign(own, {
      send(message: object, _handle: undefined, _options: undefined, sent: (error: Error | null) => void) {
        setImmediate(() => other.emit('message', JSON.parse(JSON.stringify(message))));
        sent(null);
        return true;
      },
    });
  return [connected(ends[0], ends[1]), connected(ends[1], ends[0])];
}
