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
  /** Takes everything that is claimed, or nothing at all, in one step for all nodes. Gives the place of the first claim that did not fit. */
  take(claims: readonly Claim[]): Promise<number | undefined>;
  /** Frees a place; without effect where the holder has none. */
  release(key: string, holder: string): Promise<void>;
  /** Puts off the end of places that are still held; one that is gone stays gone. */
  renew(places: readonly HeldPlace[], ttlMs: number): Promise<void>;
  /** How many places are held. */
  held(key: string): Promise<number>;
  /**
   * Tells all nodes, this one included. Who does not listen now never hears of it. Where the others cannot be reached, this one is
   * told at once and they as soon as they can be.
   */
  publish(topic: string, message: string): Promise<void>;
  /** Listens until the returned function is called. */
  subscribe(topic: string, listener: SharedListener): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Undefined: messages may have been missed, so whatever they would have taken away has to be forgotten. */
export type SharedListener = (message: string | undefined) => void;

/** What is claimed of something that all nodes share. */
export type Claim =
  /** To add to a counter (that of `increment`) unless it would stand at more than `most` then. `by`: a whole number, not below 0. */
  | {
      readonly kind: 'amount';
      readonly key: string;
      readonly by: number;
      readonly most: number;
      readonly ttlMs: number;
    }
  /** One of `most` places, until it is released or `ttlMs` milliseconds have gone by without its being renewed. */
  | {
      readonly kind: 'place';
      readonly key: string;
      readonly holder: string;
      readonly most: number;
      readonly ttlMs: number;
    };

export interface HeldPlace {
  readonly key: string;
  readonly holder: string;
}
