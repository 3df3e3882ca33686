import type { ChatRequest, Warning } from '../../contract/request.ts';
import type { Candidate } from '../../routing/candidates.ts';
import type { Exchange } from '../exchange.ts';
import { canStream, type Work } from '../work.ts';
import { mapMedia } from './map-media.ts';
import { gather } from './pictures.ts';
import type { Surface } from './surface.ts';

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
  const { choices = 1 } = request.output;
  const task = { operation, job: { operation: 'chat', request: ready, stream } } as const;
  return {
    tasks: Array.from({ length: choices }, () => task),
    choices: choices > 1,
    warnings: choices > 1 ? [...request.warnings, askedAgain(choices)] : request.warnings,
    pictureRequired: false,
  };
}

/** Many upstreams give one choice only, newer Gemini models among them, and those that give more do so each in its own way. */
const askedAgain = (choices: number): Warning => ({
  kind: 'emulated',
  field: 'n',
  detail: `The model was asked ${choices} times, once for each choice; the question is billed each time.`,
});

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
