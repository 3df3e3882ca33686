import type { Part } from '../../contract/request.ts';
import { asString, member, type Tree, type TreeObject } from '../../contract/tree.ts';

/**
 * Other providers sign text and tool calls too; this format has room for a signature in thinking blocks only. Such a
 * signature follows its block as a redacted_thinking block, which clients send back unchanged and in place.
 *
 * quirk(claude-code): a headless run's result is the text of the answer's very last block, and empty where that is no text.
 * The text that ends an answer therefore goes without its mark: the next turn is a little less informed, but no provider
 * refuses text for want of a signature, as they do calls. — running 2.1.330, seen 2026-11
 */
const MARK = 'axonhub-signs-the-block-before~';

/** The block that carries the signature of a text or tool call in front of it. */
export const markBlock = (signature: string): TreeObject => ({
  type: 'redacted_thinking',
  data: MARK + signature,
});

/** A client sent such a block back. */
export const isMark = (block: Tree): boolean => asString(member(block, 'data'))?.startsWith(MARK) === true;

/** Puts signatures back on the parts they belong to. */
export function withMarks(parts: readonly Part[]): Part[] {
  const marked: Part[] = [];
  for (const part of parts) {
    const mark = markOf(part);
    const before = marked.at(-1);
    if (mark === undefined) marked.push(part);
    else if (before?.type === 'text' || before?.type === 'tool-call') {
      marked[marked.length - 1] = { ...before, signature: mark };
    }
  }
  return marked;
}

function markOf(part: Part): string | undefined {
  if (part.type !== 'reasoning' || !part.redacted || !part.signature?.startsWith(MARK)) return undefined;
  return part.signature.slice(MARK.length);
}
