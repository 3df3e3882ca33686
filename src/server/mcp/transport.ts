import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { AsyncQueue } from '../../lib/async-queue.ts';

/**
 * Carries the messages of one HTTP request between client and protocol server. The SDK's own transport turns messages into
 * strings; ours hands them over as they are, so that pictures stay bytes.
 */
export class ExchangeTransport implements Transport {
  onmessage?: (message: JSONRPCMessage) => void;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  /** What the server has to say, until every request is answered. */
  readonly outgoing = new AsyncQueue<JSONRPCMessage>();
  readonly #waiting: Set<string | number>;

  /** @param requests ids of the requests that want an answer */
  constructor(requests: Iterable<string | number>) {
    this.#waiting = new Set(requests);
  }

  async start(): Promise<void> {}

  async send(message: JSONRPCMessage): Promise<void> {
    await this.outgoing.push(message);
    if ('id' in message && !('method' in message) && message.id !== undefined)
      this.#waiting.delete(message.id);
    if (this.#waiting.size === 0) this.outgoing.close();
  }

  async close(): Promise<void> {
    this.outgoing.close();
    this.onclose?.();
  }
}
