import type { ChatJob, ChatRequest, MediaPart, Message, Part, Warning } from '../../contract/request.ts';
import type { GatheredPicture } from '../../media/gather.ts';
import { type ImagePlan, planImage } from '../../media/plan.ts';
import type { Exchange } from '../exchange.ts';
import type { Routes } from '../route.ts';
import { canStream, type MaskedOriginal, type Work } from '../work.ts';
import { mapMedia } from './map-media.ts';
import { applyEdits, finishingOf, gather, prepareMask } from './pictures.ts';
import type { Surface } from './surface.ts';

type ChatPicture = Extract<Surface, { kind: 'chat-picture' }>;

/** Pictures through a model that draws inside chat. */
export async function prepareChatPicture(
  exchange: Exchange,
  { operation, request: given, output, capability, defaults }: ChatPicture,
  alternatives: Routes['alternatives'],
): Promise<Work> {
  const { fields, wishes } = output;
  const request = withoutSeed(given, wishes.seed);
  const gathered = await gatherAll(exchange, request);
  const sources = editSources(request, gathered);
  const stream = request.stream && capability.stream && canStream(operation);
  const plan = planImage({
    wishes,
    fields,
    capability,
    model: request.model,
    alternatives,
    task: sources.length > 0 ? 'edit' : 'generate',
    inputs: sources.map(({ picture }) => picture),
    mask: output.mask !== undefined,
    stream: request.stream,
    defaults,
  });
  const masked = await prepareMask(exchange, output.mask, fields.mask ?? 'mask', sources[0]?.picture);
  const inline = await inlineAll(exchange, request, { gathered, sources, plan });
  const ready = withWords(inline, plan, masked);
  const native = masked && plan.maskAs === 'alpha' ? { mask: masked.mask } : {};
  return {
    tasks: plan.calls.map(({ order }) => {
      const job: ChatJob = { operation: 'chat', request: ready, order, stream, ...native };
      return { operation, job };
    }),
    warnings: [...request.warnings, ...plan.warnings, ...(masked?.warnings ?? [])],
    finishing: finishingOf(plan, output, masked),
    pictureRequired: output.required,
  };
}

/** The plan decides about the picture's seed, and warns where the model takes none: it must not be sent by another way. */
function withoutSeed(request: ChatRequest, wished: number | undefined): ChatRequest {
  const { seed, ...sampling } = request.sampling;
  if (wished === undefined || seed === undefined) return request;
  const detail = `The picture's own seed, ${wished}, was used instead.`;
  const other: Warning[] = seed === wished ? [] : [{ kind: 'ignored', field: 'seed', detail }];
  return { ...request, sampling, warnings: [...request.warnings, ...other] };
}

interface Source {
  readonly part: MediaPart;
  readonly picture: GatheredPicture;
}
type Gathered = ReadonlyMap<MediaPart, GatheredPicture>;

async function gatherAll(exchange: Exchange, request: ChatRequest): Promise<Gathered> {
  const gathered = new Map<MediaPart, GatheredPicture>();
  await mapMedia(request, async (part) => {
    gathered.set(part, await gather(exchange, part.media, part.field ?? 'messages', true));
    return part;
  });
  return gathered;
}

/** The pictures that the last user turn is about: its own, or else the latest of the conversation. */
function editSources({ messages }: ChatRequest, gathered: Gathered): Source[] {
  const message = messages.findLast(({ parts }) => parts.some((part) => part.type === 'media'));
  return (message?.parts ?? []).flatMap((part) => {
    const picture = part.type === 'media' ? gathered.get(part) : undefined;
    return picture && part.type === 'media' ? [{ part, picture }] : [];
  });
}

interface Prepared {
  readonly gathered: Gathered;
  readonly sources: readonly Source[];
  readonly plan: ImagePlan;
}

function inlineAll(
  exchange: Exchange,
  request: ChatRequest,
  { gathered, sources, plan }: Prepared,
): Promise<ChatRequest> {
  return mapMedia(request, async (part) => {
    const picture = gathered.get(part) as GatheredPicture;
    const source = sources.findIndex((each) => each.part === part);
    const { payload, mediaType } = await applyEdits(
      exchange,
      picture,
      plan.inputEdits[source] ?? [],
      part.field ?? 'messages',
    );
    const signature = part.signature ?? picture.signature;
    return {
      ...part,
      media: { from: 'inline', payload, declared: mediaType },
      ...(signature !== undefined && { signature }),
    };
  });
}

/** Adds the plan's words, and a mask that travels as a picture, to the last user turn. */
function withWords(request: ChatRequest, plan: ImagePlan, masked: MaskedOriginal | undefined): ChatRequest {
  const extra: Part[] = plan.promptHints.map((text) => ({ type: 'text', text }));
  if (masked && plan.maskAs === 'reference') {
    extra.unshift({
      type: 'media',
      media: { from: 'inline', payload: masked.reference, declared: 'image/png' },
    });
  }
  if (extra.length === 0) return request;
  const last = request.messages.findLastIndex(({ role }) => role === 'user');
  const messages = request.messages.map(
    (message, index): Message =>
      index === last ? { ...message, parts: [...message.parts, ...extra] } : message,
  );
  return { ...request, messages };
}
