import type { Exchange, Target } from '../../contract/provider.ts';
import type { ChatJob } from '../../contract/request.ts';
import { collect } from '../../contract/stream.ts';
import { asArray, isObject, type TreeObject } from '../../contract/tree.ts';
import { sha256 } from '../../lib/sha256.ts';
import { foreignExtensions } from '../openai-compatible/body.ts';
import { ClaudeAnswer } from './answer.ts';
import { decodeError } from './errors.ts';
import { encodeMessages } from './messages.ts';
import { encodeSampling } from './sampling.ts';
import { MessageStream } from './stream.ts';

/** The API wants a limit; with this one a plain answer stays below the time at which Anthropic demands a stream. */
const DEFAULT_MAX_TOKENS = 16_000;

/** POST /messages, plain and streamed: text and vision. */
export const chat: Exchange<ChatJob> = {
  kind: 'exchange',
  encode(job, target) {
    const { fields, version, warnings } = encodeSampling(job.request.sampling, target.model);
    const tree = { ...encodeBody(job, target), ...fields };
    return {
      call: {
        method: 'POST',
        path: '/messages',
        headers: { 'anthropic-version': version },
        body: { kind: 'json', tree },
      },
      warnings: [...warnings, ...foreignExtensions(job.request.extensions)],
    };
  },
  decode(reply, _job, target) {
    const { tree } = reply;
    if (!isObject(tree) || tree.type === 'error') throw decodeError(reply);
    const answer = new ClaudeAnswer(target.model);
    const blocks = asArray(tree.content).flatMap((block) => answer.block(block));
    return collect([...answer.start(tree), ...blocks, ...answer.stop(tree), ...answer.end()]);
  },
  decodeStream: (_job, target) => new MessageStream(new ClaudeAnswer(target.model)),
};

function encodeBody({ request, stream }: ChatJob, target: Target): TreeObject {
  return {
    model: target.model,
    max_tokens: request.output.maxTokens ?? DEFAULT_MAX_TOKENS,
    ...encodeMessages(request.messages),
    // A hash: Anthropic asks for an opaque id without anything that identifies a person.
    ...(request.endUser !== undefined && { metadata: { user_id: sha256(request.endUser) } }),
    ...(stream && { stream }),
  };
}
