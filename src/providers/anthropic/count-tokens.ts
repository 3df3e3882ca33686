import { unusableAnswer } from '../../contract/error.ts';
import type { Exchange } from '../../contract/provider.ts';
import type { TaskJob } from '../../contract/request.ts';
import { asNumber, asString, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { betaHeader } from './chat.ts';
import { VERSION_WITH_SAMPLING } from './sampling.ts';

/** POST /messages/count_tokens: the body is in Anthropic's format already. */
export const countTokens: Exchange<TaskJob> = {
  kind: 'exchange',
  encode({ request }, target) {
    const tree = { ...request.body, model: target.model, messages: ownThinking(request.body.messages) };
    const headers = { 'anthropic-version': VERSION_WITH_SAMPLING, ...betaHeader(request) };
    return {
      call: { method: 'POST', path: '/messages/count_tokens', headers, body: { kind: 'json', tree } },
      warnings: [],
    };
  },
  decode({ tree }, _job, { model }) {
    if (!isObject(tree) || asNumber(tree.input_tokens) === undefined) {
      throw unusableAnswer('The upstream answered without a token count.');
    }
    return { id: '', model, parts: [], finish: 'stop', warnings: [], extensions: { task: tree } };
  },
};

/** Thinking of other providers, which the gateway tagged, would be refused; Claude's own signatures are base64. */
function ownThinking(messages: Tree | undefined): Tree {
  if (!Array.isArray(messages)) return messages ?? null;
  return messages.map((message: Tree): Tree => {
    const content = member(message, 'content');
    if (!isObject(message) || !Array.isArray(content)) return message;
    return { ...message, content: content.filter((block: Tree) => !isForeign(block)) } satisfies TreeObject;
  });
}

function isForeign(block: Tree): boolean {
  const type = member(block, 'type');
  if (type !== 'thinking' && type !== 'redacted_thinking') return false;
  const signature = asString(member(block, type === 'thinking' ? 'signature' : 'data'));
  return !signature || signature.includes('~');
}
