import { askedFields } from '../contract/asked-fields.ts';
import { invalid } from '../contract/error.ts';
import type { MediaRef } from '../contract/image.ts';
import type {
  ChatImageOutput,
  ChatRequest,
  ImageRequest,
  MediaPart,
  Message,
  Warning,
} from '../contract/request.ts';

/**
 * A chat asked of a model that only draws: the last user turn becomes the prompt. Pictures to edit are those of the
 * last user turn, or else the latest pictures of the conversation (so "make it blue" edits what was drawn before).
 */
export function chatToImage(request: ChatRequest, output: ChatImageOutput): ImageRequest {
  const last = request.messages.findLastIndex(({ role }) => role === 'user');
  const turn = request.messages[last];
  if (!turn) throw invalid('messages', 'messages has no user message to draw from.');
  const source = request.messages.findLastIndex(
    (message, index) => index <= last && mediaOf(message).length > 0,
  );
  const media = source < 0 ? [] : mediaOf(request.messages[source]);
  const { prompt, warnings } = promptOf(request.messages, last, media.length > 0);
  if (prompt === '') throw invalid('messages', 'The last user message has no text to draw from.');
  const field = media[0]?.field;
  return {
    operation: 'image',
    task: media.length > 0 ? 'edit' : 'generate',
    model: request.model,
    prompt,
    inputs: media.map((part) => part.media),
    ...(output.mask && { mask: output.mask }),
    wishes: output.wishes,
    fields: { prompt: 'messages', ...(field !== undefined && { inputs: field }), ...output.fields },
    stream: request.stream,
    ...(request.endUser !== undefined && { endUser: request.endUser }),
    extensions: request.extensions,
    warnings: [...request.warnings, ...warnings, ...leftOut(request)],
  };
}

/** An image request asked of a model that draws inside chat. */
export function imageToChat(request: ImageRequest): ChatRequest {
  const inputs = request.inputs.map(
    (media): MediaPart => ({ type: 'media', media, field: request.fields.inputs ?? 'image' }),
  );
  return {
    operation: 'chat',
    model: request.model,
    messages: [{ role: 'user', parts: [...inputs, { type: 'text', text: request.prompt }] }],
    output: { image: imageOutput(request.wishes, request.fields, request.mask) },
    sampling: {},
    stream: request.stream,
    ...(request.endUser !== undefined && { endUser: request.endUser }),
    extensions: request.extensions,
    warnings: request.warnings,
  };
}

const imageOutput = (
  wishes: ImageRequest['wishes'],
  fields: ImageRequest['fields'],
  mask: MediaRef | undefined,
): ChatImageOutput => ({
  wishes,
  fields,
  text: false,
  viaTool: false,
  required: true,
  ...(mask && { mask }),
});

const mediaOf = (message: Message | undefined): MediaPart[] =>
  message?.parts.filter((part) => part.type === 'media') ?? [];

const textOf = (message: Message): string =>
  message.parts
    .flatMap((part) => (part.type === 'text' ? [part.text.trim()] : []))
    .filter((text) => text !== '')
    .join('\n');

/** System words and, where no picture carries the context, what was said before go in front of the last turn. */
function promptOf(
  messages: readonly Message[],
  last: number,
  hasPicture: boolean,
): { prompt: string; warnings: Warning[] } {
  const system = messages.filter(({ role }) => role === 'system').map(textOf);
  const before = messages.slice(0, last).filter(({ role }) => role === 'user' || role === 'assistant');
  const said = before
    .map((message) => ({ role: message.role, text: textOf(message) }))
    .filter(({ text }) => text !== '');
  const wanted = textOf(messages[last] as Message);
  if (said.length === 0) return { prompt: join([...system, wanted]), warnings: [] };
  if (hasPicture) {
    return {
      prompt: join([...system, wanted]),
      warnings: [adjusted('earlier words are left out: the picture carries them')],
    };
  }
  const story = said.map(({ role, text }) => `${role}: ${text}`).join('\n');
  const prompt = join([...system, `Conversation so far:\n${story}`, `Now draw: ${wanted}`]);
  return { prompt, warnings: [adjusted('the conversation is put into the prompt')] };
}

const join = (texts: readonly string[]): string => texts.filter((text) => text !== '').join('\n\n');

const adjusted = (what: string): Warning => ({
  kind: 'adjusted',
  field: 'messages',
  detail: `This model takes one prompt, no conversation: ${what}.`,
});

/** A seed is a wish for the picture; everything else says nothing to a model that only draws. */
const leftOut = (request: ChatRequest): Warning[] =>
  askedFields(request)
    .filter((field) => field !== 'seed')
    .map((field) => ({ kind: 'ignored', field, detail: 'This model only draws; this has no effect on it.' }));
