import { invalid } from '../../contract/error.ts';
import type { Message, Part } from '../../contract/request.ts';
import { isObject, type Tree } from '../../contract/tree.ts';
import { decodeContent } from './blocks.ts';
import { requiredText } from './fields.ts';
import { withMarks } from './part-marks.ts';
import type { Warn } from './warn.ts';

/** Reads `system` and `messages`. */
export function decodeMessages(system: Tree | undefined, tree: Tree | undefined, warn: Warn): Message[] {
  if (!Array.isArray(tree)) throw invalid('messages', 'messages must be an array of messages.');
  if (tree.length === 0) throw invalid('messages', 'messages is empty; send at least one message.');
  const instructions = system === undefined || system === null ? [] : decodeContent(system, 'system', warn);
  const turns = tree.flatMap((each: Tree, index) => decodeTurn(each, `messages[${index}]`, warn));
  return instructions.length === 0 ? turns : [{ role: 'system', parts: instructions }, ...turns];
}

function decodeTurn(tree: Tree, at: string, warn: Warn): Message[] {
  if (!isObject(tree)) throw invalid(at, `${at} must be an object with role and content.`);
  const role = requiredText(tree.role, `${at}.role`);
  const parts = decodeContent(tree.content, `${at}.content`, warn);
  if (role === 'user') return userTurns(parts);
  if (role === 'assistant') return turn('assistant', withMarks(parts));
  if (role === 'system') return turn('system', parts);
  throw invalid(`${at}.role`, `${at}.role must be one of: user, assistant, system.`);
}

/** Results of tools stand in user turns here; elsewhere they are turns of their own, right behind the calls. */
function userTurns(parts: readonly Part[]): Message[] {
  const results = parts.filter((part) => part.type === 'tool-result');
  const others = parts.filter((part) => part.type !== 'tool-result');
  return [...turn('tool', results), ...turn('user', others)];
}

const turn = (role: Message['role'], parts: readonly Part[]): Message[] =>
  parts.length === 0 ? [] : [{ role, parts }];
