import { type GatewayError, unusableAnswer } from '../../contract/error.ts';
import type { Exchange, Reply, Target } from '../../contract/provider.ts';
import type { TaskJob } from '../../contract/request.ts';
import { isObject, member } from '../../contract/tree.ts';
import { decodeOpenAiError } from './errors.ts';
import { decodeTaskUsage } from './usage.ts';

/** Where a task goes: appended to the base URL, or worked out from it. */
export type TaskPath = string | ((target: Target) => string);

/** Embeddings, rerank or moderations at an upstream that has them in the client's own format. */
export function taskCall(
  path: TaskPath,
  decodeError: (reply: Reply) => GatewayError = decodeOpenAiError,
): Exchange<TaskJob> {
  return {
    kind: 'exchange',
    encode({ request }, target) {
      const tree = { ...request.body, model: target.model };
      const to = typeof path === 'string' ? path : path(target);
      return { call: { method: 'POST', path: to, body: { kind: 'json', tree } }, warnings: [] };
    },
    decode(reply, { request }, target) {
      const { tree } = reply;
      if (member(tree, 'error')) throw decodeError(reply);
      if (!isObject(tree)) {
        throw unusableAnswer(`The upstream answered ${request.task} without a result.`);
      }
      const usage = decodeTaskUsage(tree);
      return {
        id: '',
        model: target.model,
        parts: [],
        finish: 'stop',
        ...(usage && { usage }),
        warnings: [],
        extensions: { task: tree },
      };
    },
  };
}
