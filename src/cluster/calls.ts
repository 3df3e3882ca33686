import type { Shared } from '../storage/ports.ts';

/** What the primary holds for all workers. */
export type Held = Omit<Shared, 'publish' | 'subscribe' | 'close'>;

/** What a worker asks of its primary. */
export interface PrimaryCalls extends Held {
  /** It listens; `greeting` is for the operator. */
  started(greeting: string): Promise<void>;
  /** Resolves when every worker has been sent the message. */
  publish(topic: string, message: string): Promise<void>;
  /** Those of all workers. */
  metrics(): Promise<readonly object[]>;
}

/** What the primary asks of a worker. */
export interface WorkerCalls {
  heard(topic: string, message: string): Promise<void>;
  /** Its own metrics, as prom-client's JSON. */
  metrics(): Promise<object>;
  /** Lets what is running end, then ends the process. */
  stop(): Promise<void>;
}
