import type { RelayRules } from '../../contract/dialect.ts';
import { asArray, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { CHOICES_RELAY } from '../openai-shared/chat-relay.ts';
import { isImageTool } from './image-output.ts';
import { FORMAT, isMark } from './marks.ts';

export const relay: RelayRules = {
  ...CHOICES_RELAY,
  allows: (body) => !asArray(body.messages).some(isOurs),
};

/**
 * Whether an answer of the gateway's own making, which the client sends back, holds members that no upstream knows. Answers of
 * an upstream that were passed on have them never all.
 */
function isOurs(message: Tree): boolean {
  if (!isObject(message) || message.role !== 'assistant') return false;
  return (
    message.axonhub !== undefined ||
    Array.isArray(message.images) ||
    asArray(message.content).some((part) => member(part, 'image_url') !== undefined) ||
    asArray(message.tool_calls).some(isImageTool) ||
    hasOurReasoning(message)
  );
}

const hasOurReasoning = ({ reasoning, reasoning_content, reasoning_details }: TreeObject): boolean =>
  (typeof reasoning === 'string' && typeof reasoning_content === 'string') ||
  asArray(reasoning_details).some((detail) => isMark(detail) || member(detail, 'format') === FORMAT);
