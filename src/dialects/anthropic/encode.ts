import type { ClientReply, ReplyContext } from '../../contract/dialect.ts';
import type { Part, ToolCallPart, Warning } from '../../contract/request.ts';
import type { Response } from '../../contract/response.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { axonhubExtension, pictureOf } from '../openai-shared/extension.ts';
import { parseObject } from './json-text.ts';
import { markBlock } from './part-marks.ts';
import { pictureBlock } from './picture-block.ts';
import { encodeStop } from './stop.ts';
import { encodeUsage } from './usage.ts';

/** Writes a `message`. */
export function encodeMessage(response: Response, context: ReplyContext): ClientReply {
  const calls = response.parts.filter((part) => part.type === 'tool-call');
  const pictures = response.parts.filter((part) => part.type === 'media').map(pictureOf);
  const warnings = [...response.warnings, ...calls.flatMap(unreadable)];
  const tree: TreeObject = {
    ...messageHead(context),
    content: withoutLastMark(response.parts).flatMap((part) => encodePart(part, context)),
    ...encodeStop(response.finish, response.extensions, calls.length > 0),
    usage: encodeUsage(response.usage ?? {}),
    axonhub: axonhubExtension(context, warnings, pictures, response.cost),
  };
  return { status: 200, headers: { 'request-id': context.requestId }, tree };
}

/** The members a message has from its start. */
export const messageHead = ({ requestId, request }: ReplyContext): TreeObject => ({
  id: `msg_${requestId.replace(/^req_/, '')}`,
  type: 'message',
  role: 'assistant',
  model: request.model,
  container: null,
  diagnostics: null,
  stop_details: null,
});

function encodePart(part: Part, context: ReplyContext): TreeObject[] {
  switch (part.type) {
    case 'text':
      return part.text === '' ? [] : signed(part, { type: 'text', text: part.text });
    case 'reasoning':
      return [reasoningBlock(part.text, part.signature ?? '', part.redacted === true)];
    case 'tool-call': {
      const { id, name } = part;
      return signed(part, { type: 'tool_use', id, name, input: parseObject(part.arguments) ?? {} });
    }
    case 'media':
      return [pictureBlock(pictureOf(part), context)];
    case 'file':
    case 'sound':
    case 'tool-result':
      return [];
  }
}

function withoutLastMark(parts: readonly Part[]): readonly Part[] {
  const last = parts.at(-1);
  if (last?.type !== 'text') return parts;
  const { signature: _, ...unmarked } = last;
  return [...parts.slice(0, -1), unmarked];
}

const signed = ({ signature }: Part, block: TreeObject): TreeObject[] =>
  signature === undefined ? [block] : [block, markBlock(signature)];

const reasoningBlock = (thinking: string, signature: string, redacted: boolean): TreeObject =>
  redacted ? { type: 'redacted_thinking', data: signature } : { type: 'thinking', thinking, signature };

/** This format has an object where the model wrote something that is none. */
function unreadable(call: ToolCallPart): Warning[] {
  if (parseObject(call.arguments)) return [];
  const detail = `The model's arguments for ${call.name} are no JSON object: ${call.arguments.slice(0, 200)}`;
  return [{ kind: 'ignored', field: 'content', detail }];
}
