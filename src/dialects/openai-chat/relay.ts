import type { RelayRules } from '../../contract/dialect.ts';
import { asArray, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { CHOICES_RELAY } from '../openai-shared/chat-relay.ts';
import { isImageTool } from './image-choice.ts';
import { FORMAT, isMark } from './marks.ts';

export const relay: RelayRules = {
  ...CHOICES_RELAY,
  allows: ({ messages }) => !asArray(messages).some((turn) => isOurs(turn) || showsPictures(turn)),
};

/**
 * Whether an answer of the gateway's own making, which the client sends back, holds members that no upstream knows. Answers of
 * an upstream that were passed on have them never all.
 */
function isOurs(turn: Tree): boolean {
  if (!isObject(turn) || turn.role !== 'assistant') return false;
  const { content, images, tool_calls } = turn;
  return (
    Array.isArray(images) ||
    asArray(content).some(isPicture) ||
    asArray(tool_calls).some(isImageTool) ||
    hasOurReasoning(turn)
  );
}

/** Agents put pictures into results of tools, where this format has none; converted requests move them to where it has. */
const showsPictures = (turn: Tree): boolean =>
  member(turn, 'role') === 'tool' && asArray(member(turn, 'content')).some(isPicture);

const isPicture = (part: Tree): boolean => member(part, 'image_url') !== undefined;

const hasOurReasoning = ({ reasoning, reasoning_content, reasoning_details }: TreeObject): boolean =>
  (typeof reasoning === 'string' && typeof reasoning_content === 'string') ||
  asArray(reasoning_details).some((detail) => isMark(detail) || member(detail, 'format') === FORMAT);
