import { GatewayError } from '../../contract/error.ts';
import { withoutKeyLikes } from '../../lib/key-likes.ts';
import type { Channel } from '../../routing/channel.ts';

/** The failure without the channel's keys: some upstreams repeat the one they were sent. */
export function withoutKeys(error: GatewayError, { credentials }: Channel): GatewayError {
  const { internal, ...facts } = error.facts;
  return new GatewayError(error.code, masked(error.message, credentials), {
    ...facts,
    ...(internal !== undefined && { internal: masked(internal, credentials) }),
  });
}

/** What the upstream said, or why it could not be reached, without anybody's keys. For operators. */
export function reasonOf(error: GatewayError, { credentials }: Channel): string {
  const said = error.facts.internal || (error.cause as Error | undefined)?.message || error.message;
  return withoutKeyLikes(masked(said, credentials));
}

const masked = (text: string, credentials: Channel['credentials']): string =>
  credentials.reduce((left, { secret }) => left.replaceAll(secret.reveal(), '[key]'), text);
