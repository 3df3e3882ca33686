import { GatewayError } from '../../contract/error.ts';
import type { Channel } from '../../routing/channel.ts';

/** The failure without the channel's keys: some upstreams repeat the one they were sent. */
export function withoutKeys(error: GatewayError, { credentials }: Channel): GatewayError {
  const masked = (text: string): string =>
    credentials.reduce((left, { secret }) => left.replaceAll(secret.reveal(), '[key]'), text);
  const { internal, ...facts } = error.facts;
  return new GatewayError(error.code, masked(error.message), {
    ...facts,
    ...(internal !== undefined && { internal: masked(internal) }),
  });
}
