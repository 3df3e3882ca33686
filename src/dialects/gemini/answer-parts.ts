import type { ReplyContext } from '../../contract/dialect.ts';
import type { MediaPart, Part, ReasoningPart, ToolCallPart } from '../../contract/request.ts';
import { isObject, SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { defined } from '../../lib/defined.ts';
import { pictureOf } from '../openai-shared/extension.ts';
import { wrapSignature } from './signature.ts';
import { encodeSound } from './sound.ts';

/** One part of an answer as Gemini clients read it; hidden thoughts keep only their mark. */
export function encodePart(part: Part, context: ReplyContext): TreeObject[] {
  switch (part.type) {
    case 'text':
      return part.text === '' && part.signature === undefined ? [] : [{ text: part.text, ...signed(part) }];
    case 'reasoning':
      return encodeThought(part, showsThoughts(context));
    case 'media':
      return [encodePicture(part)];
    case 'tool-call':
      return [encodeCall(part)];
    case 'sound':
      return encodeSound(part, context);
    case 'file':
    case 'tool-result':
      return [];
  }
}

/** Google shows thoughts only to those who ask for them; clients that do not would print them as the answer. */
export const showsThoughts = ({ request }: ReplyContext): boolean =>
  request.operation === 'chat' && request.reasoning?.show === true;

function encodeThought(part: ReasoningPart, show: boolean): TreeObject[] {
  const text = show ? part.text : '';
  return text === '' && part.signature === undefined ? [] : [{ text, thought: true, ...signed(part) }];
}

export function encodePicture(part: MediaPart): TreeObject {
  const { image } = pictureOf(part);
  const inlineData = { mimeType: image.mediaType, data: SplicedString.of('', image.payload) };
  return { inlineData, ...signed(part) };
}

export const encodeCall = (call: ToolCallPart): TreeObject => ({
  functionCall: { id: call.id, name: call.name, args: argumentsOf(call.arguments) },
  ...signed(call),
});

/** Arguments must be an object here; a model that wrote none is quoted. */
function argumentsOf(text: string): TreeObject {
  if (text.trim() === '') return {};
  try {
    const tree = JSON.parse(text) as Tree;
    return isObject(tree) ? tree : { arguments: tree };
  } catch {
    return { arguments: text };
  }
}

/** The mark of a part. Facts that only thoughts have travel inside of it. */
export function signed(
  part: Pick<ReasoningPart, 'signature' | 'id' | 'redacted'> & { readonly type: string },
): TreeObject {
  const { signature, id, redacted, type } = part;
  if (signature === undefined) return {};
  const facts = type === 'reasoning' ? defined({ id, redacted }) : {};
  return { thoughtSignature: wrapSignature({ signature, ...facts }) };
}
