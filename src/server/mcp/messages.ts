import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { GatewayError } from '../../contract/error.ts';
import type { Tree } from '../../contract/tree.ts';

/** All of them are worked on at once. */
const LARGEST_BATCH = 50;

/**
 * The messages of a body. What the protocol server does not recognise it passes over in silence, and the client would wait for
 * ever: it is refused here. @throws GatewayError `invalid_request`
 */
export async function readMessages(body: Tree): Promise<JSONRPCMessage[]> {
  const given = (Array.isArray(body) ? body : [body]) as readonly Tree[];
  if (given.length > LARGEST_BATCH) {
    const message = `A batch may have at most ${LARGEST_BATCH} messages; this one has ${given.length}.`;
    throw new GatewayError('invalid_request', message);
  }
  // The SDK is loaded with the first call: most gateways never need it.
  const { JSONRPCMessageSchema } = await import('@modelcontextprotocol/sdk/types.js');
  const wrong = given.findIndex((each) => !JSONRPCMessageSchema.safeParse(each).success);
  if (given.length === 0) throw new GatewayError('invalid_request', 'The batch is empty.');
  if (wrong >= 0) {
    const which = Array.isArray(body) ? `Message ${wrong} of the batch` : 'The body';
    throw new GatewayError('invalid_request', `${which} is no JSON-RPC 2.0 message.`);
  }
  // A picture that is being drawn is paid for: taking the wish back is of no use.
  return (given as unknown as JSONRPCMessage[]).filter(
    (message) => !('method' in message && message.method === 'notifications/cancelled'),
  );
}
