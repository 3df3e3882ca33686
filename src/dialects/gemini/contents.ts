import { invalid } from '../../contract/error.ts';
import type { Message, Part } from '../../contract/request.ts';
import { isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { Calls } from './calls.ts';
import { listOf, pick, textAt } from './members.ts';
import { decodePart, type Reading } from './parts.ts';
import type { Warn } from './warn.ts';

/** Reads `systemInstruction` and `contents`. */
export function decodeContents(body: TreeObject, warn: Warn): Message[] {
  const reading: Reading = { calls: new Calls(), warn };
  const turns = listOf(pick(body, 'contents')).flatMap((content, index) =>
    decodeContent(content, `contents[${index}]`, reading),
  );
  if (turns.length === 0) throw invalid('contents', 'contents is empty; send at least one turn with parts.');
  const instruction = pick(body, 'systemInstruction');
  const told = instruction === undefined ? [] : partsOf(instruction, 'systemInstruction', reading);
  return told.length > 0 ? [{ role: 'system', parts: told }, ...turns] : turns;
}

function decodeContent(tree: Tree, at: string, reading: Reading): Message[] {
  const parts = joinSignatures(partsOf(tree, at, reading));
  switch (textAt(pick(tree, 'role'), `${at}.role`)?.toLowerCase() ?? 'user') {
    case 'model':
      return turn('assistant', parts);
    case 'user':
    case 'function':
      return userTurns(parts);
    case 'system':
      return turn('system', parts);
    default:
      throw invalid(`${at}.role`, `${at}.role must be one of: user, model.`);
  }
}

function partsOf(tree: Tree, at: string, reading: Reading): Part[] {
  if (typeof tree === 'string') return decodePart(tree, at, reading);
  if (!isObject(tree)) throw invalid(at, `${at} must be {"role": …, "parts": […]}.`);
  // Without `parts` it may be a part by itself, as some write systemInstruction.
  const parts = pick(tree, 'parts') ?? (pick(tree, 'text') === undefined ? [] : tree);
  return listOf(parts).flatMap((part, index) => decodePart(part, `${at}.parts[${index}]`, reading));
}

/** Results of functions stand in user turns here; elsewhere they are turns of their own, right behind the calls. */
function userTurns(parts: readonly Part[]): Message[] {
  const results = parts.filter((part) => part.type === 'tool-result');
  const rest = parts.filter((part) => part.type !== 'tool-result');
  return [...turn('tool', results), ...turn('user', rest)];
}

const turn = (role: Message['role'], parts: readonly Part[]): Message[] =>
  parts.length === 0 ? [] : [{ role, parts }];

/** A stream sends a text's signature in an empty text behind it; clients that keep history chunk by chunk send both back. */
function joinSignatures(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    const belongs =
      (part.type === 'text' || part.type === 'reasoning') &&
      part.text === '' &&
      before?.type === part.type &&
      before.signature === undefined;
    if (belongs) joined.splice(-1, 1, { ...part, text: before.text });
    else joined.push(part);
  }
  return joined;
}
