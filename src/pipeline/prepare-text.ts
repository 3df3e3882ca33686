import type { ChatRequest } from '../contract/request.ts';
import type { Candidate } from '../routing/candidates.ts';
import type { Exchange } from './exchange.ts';
import { mapMedia } from './map-media.ts';
import { gather } from './pictures.ts';
import type { Surface } from './surface.ts';
import { canStream, type Work } from './work.ts';

/** A chat without pictures in its answer; pictures in the question are made inline where the provider takes no URLs. */
export async function prepareText(
  exchange: Exchange,
  { channel }: Candidate,
  { operation, request }: Extract<Surface, { kind: 'text' }>,
): Promise<Work> {
  const ready = channel.provider.takesUrls
    ? await inlineStored(exchange, request)
    : await inlineAll(exchange, request);
  const stream = request.stream && canStream(operation);
  return {
    tasks: [{ operation, job: { operation: 'chat', request: ready, stream } }],
    warnings: request.warnings,
    pictureRequired: false,
  };
}

const inlineAll = (exchange: Exchange, request: ChatRequest): Promise<ChatRequest> =>
  mapMedia(request, async (part) => {
    const { payload, mediaType } = await gather(exchange, part.media, part.field ?? 'messages');
    return { ...part, media: { from: 'inline', payload, declared: mediaType } };
  });

/** URLs go to the provider as they are; what only this gateway knows does not. */
const inlineStored = (exchange: Exchange, request: ChatRequest): Promise<ChatRequest> =>
  mapMedia(request, async (part) => {
    if (part.media.from === 'url' && !exchange.parts.isOwnLink(part.media.url)) return part;
    const { payload, mediaType } = await gather(exchange, part.media, part.field ?? 'messages');
    return { ...part, media: { from: 'inline', payload, declared: mediaType } };
  });
