import { GatewayError, unusableAnswer } from '../contract/error.ts';
import { createGuardedFetch, type GuardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts';

/** What is behind the link is paid for. */
const TRIES = 3;

/**
 * Fetches the pictures that providers name by URL. What stands in the way is the provider's, never the client's: `upstream_error`, and the picture may
 * have been billed.
 */
export function createResultFetch(options: GuardedFetchOptions): GuardedFetch {
  const fetch = createGuardedFetch({ ...options, tries: TRIES });
  return {
    async fetchImage(url, spool, signal) {
      try {
        return await fetch.fetchImage(url, spool, signal);
      } catch (thrown) {
        const error = GatewayError.from(thrown);
        if (error.code !== 'invalid_request' && error.code !== 'too_large') throw error;
        const { internal } = error.facts;
        const told = error.message.replace('The image', "The provider's picture");
        throw unusableAnswer(told, internal === undefined ? {} : { internal }, error);
      }
    },
    close: () => fetch.close(),
  };
}
