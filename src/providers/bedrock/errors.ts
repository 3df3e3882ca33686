import type { ErrorCode, GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { asString, isObject, member } from '../../contract/tree.ts';
import { decodeError as decodeAnthropicError } from '../anthropic/errors.ts';
import { decodeOpenAiError, type Failure } from '../openai-compatible/errors.ts';

/** Bedrock's exceptions, what they are, and the status they have where they do not come inside a stream. — Bedrock API reference, seen 2026-11 */
const EXCEPTIONS: { readonly [name: string]: readonly [code: ErrorCode, status: number] } = {
  accessdenied: ['upstream_auth', 403],
  expiredtoken: ['upstream_auth', 403],
  invalidsignature: ['upstream_auth', 403],
  unrecognizedclient: ['upstream_auth', 403],
  resourcenotfound: ['model_not_found', 404],
  throttling: ['rate_limited', 429],
  servicequotaexceeded: ['quota_exceeded', 400],
  modelnotready: ['upstream_unavailable', 429],
  modeltimeout: ['upstream_timeout', 408],
  modelerror: ['upstream_error', 424],
  modelstreamerror: ['upstream_error', 424],
  serviceunavailable: ['upstream_unavailable', 503],
  internalserver: ['upstream_error', 500],
  validation: ['invalid_request', 400],
};

/** A refusal of InvokeModel, of the Messages API, or of the door before both. */
export function decodeError(reply: Reply): GatewayError {
  if (isObject(member(reply.tree, 'error'))) return decodeAnthropicError(reply);
  const header = reply.headers['x-amzn-errortype'];
  const name = (typeof header === 'string' ? header : '') || asString(member(reply.tree, '__type')) || '';
  // quirk(bedrock): the name may have a namespace before or a link behind it; the message's member has two spellings. — API recordings, seen 2026-11
  const message = asString(member(reply.tree, 'message')) ?? asString(member(reply.tree, 'Message'));
  return decodeException(name.replace(/:.*$/, '').replace(/^.*#/, ''), message ?? reply.text ?? '', reply);
}

/** An exception by its name, as `throttlingException`; within a stream it has no reply of its own. */
export function decodeException(
  type: string,
  message: string,
  reply: Reply = { status: 200, headers: {}, tree: null },
): GatewayError {
  const [, status] = exceptionOf(type) ?? [];
  // Resource names hold the account's number.
  const shown = message.replace(/\barn:aws[\w:/.-]*/g, '[resource]');
  return decodeOpenAiError({ ...reply, tree: { error: { type, message: shown, status } } }, classify);
}

const exceptionOf = (type: string) => EXCEPTIONS[type.toLowerCase().replace(/exception$/, '')];

/** quirk(bedrock): a model that is not there, or only behind an inference profile, is a ValidationException as any other. — terricain/aioboto3#352, seen 2026-11 */
const NO_SUCH_MODEL = /model identifier is invalid|on-demand throughput isn.t supported|end of its life/i;

function classify({ type, message }: Failure): ErrorCode | undefined {
  if (/content filtering policy/i.test(message)) return 'content_policy';
  if (NO_SUCH_MODEL.test(message)) return 'model_not_found';
  return exceptionOf(type)?.[0];
}
