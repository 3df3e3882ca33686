import type { ClientReply, ReplyContext } from '../../contract/dialect.ts';
import type { Response } from '../../contract/response.ts';
import { axonhubExtension } from '../openai-shared/extension.ts';

/** The provider's answer as it came, under the client's name of the model. */
export function encodeTask({ extensions, warnings }: Response, context: ReplyContext): ClientReply {
  const { task = {} } = extensions;
  const tree = {
    ...task,
    ...(task.model !== undefined && { model: context.request.model }),
    ...(warnings.length > 0 && { axonhub: axonhubExtension(context, warnings, []) }),
  };
  return { status: 200, headers: {}, tree };
}
