import type { ImageCapability } from '../../contract/capability.ts';
import { invalid } from '../../contract/error.ts';
import type { Operation } from '../../contract/provider.ts';
import type {
  ChatImageOutput,
  ChatJob,
  ChatRequest,
  ImageJob,
  ImageRequest,
  Request,
  TaskJob,
  TaskRequest,
  Warning,
} from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { chatToImage, imageToChat } from '../../media/bridge.ts';
import type { PlanDefaults } from '../../media/plan.ts';
import type { Candidate } from '../../routing/candidates.ts';
import type { Routes } from '../route.ts';

/** Which of the provider's operations answers the request, the request in that operation's words. */
export type Surface =
  | { readonly kind: 'text'; readonly operation: Operation<ChatJob>; readonly request: ChatRequest }
  | { readonly kind: 'task'; readonly operation: Operation<TaskJob>; readonly request: TaskRequest }
  | { readonly kind: 'estimate'; readonly request: TaskRequest; readonly body: TreeObject }
  | {
      readonly kind: 'chat-picture';
      readonly operation: Operation<ChatJob>;
      readonly request: ChatRequest;
      readonly output: ChatImageOutput;
      readonly capability: ImageCapability;
      readonly defaults: PlanDefaults;
    }
  | {
      readonly kind: 'picture';
      readonly operation: Operation<ImageJob>;
      readonly request: ImageRequest;
      readonly capability: ImageCapability;
      readonly defaults: PlanDefaults;
    };

/** @throws GatewayError `invalid_request` when the model cannot do what is asked at all */
export function chooseSurface(
  request: Request,
  candidate: Candidate,
  alternatives: Routes['alternatives'],
): Surface {
  if (request.operation === 'task') return taskSurface(request, candidate);
  const surface =
    request.operation === 'image' ? imageSurface(request, candidate) : chatSurface(request, candidate);
  if (!surface) throw cannotDraw(request.model, alternatives());
  return surface;
}

function taskSurface(request: TaskRequest, { channel }: Candidate): Surface {
  const operation = channel.provider.tasks?.[request.task];
  if (operation) return { kind: 'task', operation, request };
  if (request.estimate) return { kind: 'estimate', request, body: request.estimate() };
  throw invalid('model', `The provider of ${request.model} offers no ${request.task}.`);
}

function imageSurface(request: ImageRequest, { channel, target }: Candidate): Surface | undefined {
  const { chat, image } = channel.provider;
  const { card } = target;
  const defaults = 'openai-images';
  if (image && card.image) {
    return { kind: 'picture', operation: image, request, capability: card.image, defaults };
  }
  if (!chat || !card.chat?.image) return undefined;
  return inChat(imageToChat(request), chat, card.chat.image, defaults);
}

function chatSurface(given: ChatRequest, { channel, target }: Candidate): Surface | undefined {
  const { chat, image } = channel.provider;
  const { card } = target;
  const onlyDraws = card.chat === undefined || card.chat.imageOnly === true;
  const request = onlyDraws ? withUnheeded(given) : given;
  const output = request.output.image ?? (onlyDraws ? impliedOutput(request) : undefined);
  if (!output || (output.declined && !onlyDraws)) {
    if (!chat) throw invalid('model', `The model ${request.model} does not answer chats.`);
    return { kind: 'text', operation: chat, request: withoutImage(request) };
  }
  const defaults = output.viaTool ? 'tool' : 'chat';
  if (chat && card.chat?.image) {
    const asking = { ...request, output: { ...request.output, image: output } };
    return inChat(asking, chat, card.chat.image, defaults);
  }
  if (image && card.image) {
    const bridged = chatToImage(request, output);
    return { kind: 'picture', operation: image, request: bridged, capability: card.image, defaults };
  }
  return output.required || !chat || !card.chat
    ? undefined
    : { kind: 'text', operation: chat, request: withoutTool(request) };
}

function inChat(
  request: ChatRequest,
  operation: Operation<ChatJob>,
  capability: ImageCapability,
  defaults: PlanDefaults,
): Surface {
  const output = request.output.image as ChatImageOutput;
  return { kind: 'chat-picture', operation, request, output, capability, defaults };
}

/** A model that only draws is asked for a picture even where the client does not say so. */
function impliedOutput({ sampling: { seed }, output: { choices } }: ChatRequest): ChatImageOutput {
  const wishes = { ...(seed !== undefined && { seed }), ...(choices !== undefined && { count: choices }) };
  return { wishes, fields: { seed: 'seed', count: 'n' }, text: true, viaTool: false, required: true };
}

/** What says that nothing should be drawn, and cannot be heeded. */
function withUnheeded(request: ChatRequest): ChatRequest {
  const { image, wordsOnly } = request.output;
  const fields = [
    ...(image?.declined ? ['tool_choice'] : []),
    ...(wordsOnly && !image ? ['modalities'] : []),
  ];
  if (fields.length === 0) return request;
  const detail = 'This model only draws; this has no effect on it.';
  const warnings = fields.map((field): Warning => ({ kind: 'ignored', field, detail }));
  return { ...request, warnings: [...request.warnings, ...warnings] };
}

function withoutImage(request: ChatRequest): ChatRequest {
  const { image, ...output } = request.output;
  return image ? { ...request, output } : request;
}

function withoutTool(request: ChatRequest): ChatRequest {
  const warning: Warning = {
    kind: 'ignored',
    field: 'tools',
    detail: `The model ${request.model} cannot draw: the image_generation tool was not offered to it.`,
  };
  const words = withoutImage(request);
  return { ...words, warnings: [...words.warnings, warning] };
}

const cannotDraw = (model: string, alternatives: readonly string[]) =>
  invalid(
    'model',
    `The model ${model} does not make pictures.${alternatives.length > 0 ? ` These do: ${alternatives.join(', ')}.` : ''}`,
  );
