import type { ErrorCode, GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { asArray, asString, isObject, member, type Tree } from '../../contract/tree.ts';
import { decodeOpenAiError, type Failure } from '../openai-compatible/errors.ts';

/** quirk(comfyui): a refused workflow is `{error: {type, message, details}, node_errors: {id: {errors}}}` — ComfyUI server.py, seen 2026-11 */
export function decodeError(reply: Reply): GatewayError {
  const problems = problemsIn(member(reply.tree, 'node_errors'));
  const missing = problems.some((problem) => LOADERS.test(inputOf(problem)));
  const [first] = problems;
  const error = member(reply.tree, 'error');
  // The error itself only says that something is wrong; the node says what.
  const tree: Tree = isObject(error) ? { error: { ...error, message: sentence(error, first) } } : reply.tree;
  return decodeOpenAiError({ ...reply, tree }, classify(missing));
}

/** A workflow that does not fit the server is the server's or the operator's fault: another target may do it. */
const classify =
  (missing: boolean) =>
  ({ type }: Failure): ErrorCode | undefined => {
    if (missing) return 'model_not_found';
    return /failed_validation|missing_node_type|invalid_prompt/.test(type) ? 'upstream_error' : undefined;
  };

/** Inputs of nodes that load a model by its file's name. */
const LOADERS = /^(ckpt|unet|model|diffusion_model)_name$/;

const problemsIn = (nodes: Tree | undefined): Tree[] =>
  isObject(nodes) ? Object.values(nodes).flatMap((node) => asArray(member(node, 'errors'))) : [];

const inputOf = (problem: Tree): string =>
  asString(member(member(problem, 'extra_info'), 'input_name')) ?? '';

function sentence(error: Tree, problem: Tree | undefined): string {
  const said = [error, problem ?? null].flatMap((one) => [member(one, 'message'), member(one, 'details')]);
  return said.flatMap((text) => asString(text) || []).join(' · ');
}
