/** What all nodes of an installation see at once. Small and short-lived: whatever must not be lost stands in the records. */
export interface Shared {
  get(key: string): Promise<string | undefined>;
  /** Replaces the value; it is gone after `ttlMs` milliseconds. */
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /**
   * Adds to a counter and tells what it stands at. It begins with 0 and is gone `ttlMs` milliseconds after its first
   * addition, whatever comes later. `by` is a whole number, also a negative one.
   */
  increment(key: string, by: number, ttlMs: number): Promise<number>;
  /** Tells all nodes, this one included. Who does not listen now never hears of it. */
  publish(topic: string, message: string): Promise<void>;
  /** Listens until the returned function is called. */
  subscribe(topic: string, listener: SharedListener): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Undefined: messages may have been missed, so whatever they would have taken away has to be forgotten. */
export type SharedListener = (message: string | undefined) => void;
