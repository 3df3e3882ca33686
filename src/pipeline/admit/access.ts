import type { Caller } from '../../accounts/keyring.ts';
import { GatewayError } from '../../contract/error.ts';
import type { Request } from '../../contract/request.ts';
import type { Channel } from '../../routing/channel.ts';

/**
 * The request for the model that the key's profile means by the client's name.
 * @throws GatewayError `permission_denied` where the key may not ask for it
 */
export function withAccess(request: Request, { access }: Caller): Request {
  const { model } = request;
  if (!access.allowsModel(model)) {
    const message = `This API key may not call the model "${model.slice(0, 100)}".`;
    throw new GatewayError('permission_denied', message, { field: 'model' });
  }
  const resolved = access.resolve(model);
  return resolved === model ? request : { ...request, model: resolved };
}

/** The channels this key reaches. */
export const reachable = ({ access }: Caller, channels: readonly Channel[]): readonly Channel[] =>
  channels.filter(({ name }) => access.allowsChannel(name));
