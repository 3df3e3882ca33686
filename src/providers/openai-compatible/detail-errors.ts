import type { GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { asArray, asString, member, type Tree } from '../../contract/tree.ts';
import { type Classify, decodeOpenAiError } from './errors.ts';

/** `{detail: "…"}` or `{detail: [{loc, msg, type}]}`, as services built with FastAPI fail, as our own error. Never throws. */
export function decodeDetailError(reply: Reply, classify?: Classify): GatewayError {
  const detail = member(reply.tree, 'detail');
  const [first] = asArray(detail);
  const message =
    asString(detail) ?? asString(member(first, 'msg')) ?? asString(member(reply.tree, 'message'));
  if (message === undefined) return decodeOpenAiError(reply, classify);
  const type = asString(member(first, 'type')) ?? asString(member(reply.tree, 'title'));
  const error = { message, type, param: fieldOf(first) };
  return decodeOpenAiError({ ...reply, tree: { error } }, classify);
}

/** `["body", "image_size", "width"]` is the field `image_size.width`. */
const fieldOf = (problem: Tree | undefined): string | undefined => {
  const [, ...path] = asArray(member(problem, 'loc'));
  return path.length > 0 ? path.map(String).join('.') : undefined;
};
