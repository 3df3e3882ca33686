import { timingSafeEqual } from 'node:crypto';

/**
 * Compares what somebody sent with what is right, in a time that does not tell how much of it was. The only comparison of secrets there is:
 * those that are looked up are looked up by their hash. That the lengths differ may be told.
 */
export const isSameSecret = (given: Uint8Array, right: Uint8Array): boolean =>
  given.byteLength === right.byteLength && timingSafeEqual(given, right);
