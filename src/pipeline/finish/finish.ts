import { GatewayError, unusableAnswer } from '../../contract/error.ts';
import type { MediaRef, Size } from '../../contract/image.ts';
import type { Payload } from '../../contract/payload.ts';
import type { MediaPart, Warning } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { editsFor } from '../../media/finish-plan.ts';
import type { FinishedPicture } from '../../media/keep.ts';
import { sniff } from '../../media/sniff.ts';
import { isWhole } from '../../media/wholeness.ts';
import type { Answer } from '../answer.ts';
import type { Exchange } from '../exchange.ts';
import type { Meter } from '../log/meter.ts';
import type { Finishing } from '../work.ts';
import { captionOf } from './caption.ts';

/** Brings every picture of one call's answer into the state that was planned and keeps it before it is passed on. */
export async function* finishPictures(
  exchange: Exchange,
  finishing: Finishing | undefined,
  answer: Answer<StreamEvent>,
  meter: Meter,
): AsyncGenerator<readonly StreamEvent[]> {
  try {
    for await (const batch of answer) {
      let ready: StreamEvent[] = [];
      for (const event of batch) {
        meter.watch(event);
        if (event.type !== 'media-end' && event.type !== 'media-partial') {
          ready.push(event);
          continue;
        }
        // Editing takes a while: what was said before the picture does not wait for it.
        if (ready.length > 0) yield ready;
        ready = await finishMedia(exchange, finishing, event, meter);
      }
      if (ready.length > 0) yield ready;
    }
  } catch (error) {
    meter.failed(GatewayError.from(error));
    throw error;
  } finally {
    meter.close();
  }
}

type MediaEvent = Extract<StreamEvent, { type: 'media-end' | 'media-partial' }>;

async function finishMedia(
  exchange: Exchange,
  finishing: Finishing | undefined,
  event: MediaEvent,
  meter: Meter,
): Promise<StreamEvent[]> {
  if (event.type === 'media-partial') {
    return [{ ...event, part: await finishPreview(exchange, finishing, event.part) }];
  }
  const { part, drawn, warnings } = await finishOne(exchange, finishing, event.part);
  meter.drew(drawn);
  return [...warnings.map((warning) => ({ type: 'warning', warning }) as const), { ...event, part }];
}

async function finishOne(exchange: Exchange, finishing: Finishing | undefined, part: MediaPart) {
  const { keeper, metrics } = exchange.parts;
  const { picture, drawn, warnings } = await finishBytes(exchange, finishing, part, 'final');
  const { caller, incoming, model, request, trace } = exchange;
  if (!caller) throw new TypeError('a picture is finished for a known caller only');
  const image = await keeper.keep(picture, {
    project: caller.project,
    keyId: caller.keyId,
    userId: caller.ownerId,
    requestId: incoming.requestId,
    traceId: trace?.traceId ?? incoming.requestId,
    ...(request && captionOf(request)),
    model,
    origin: incoming.origin,
    ...(part.signature !== undefined && { signature: part.signature }),
  });
  metrics.image({ model, action: 'kept' });
  return { part: { ...part, media: { from: 'kept', image } } satisfies MediaPart, drawn, warnings };
}

/** Previews get the same treatment, so that they look like what is to come, but are not kept. */
async function finishPreview(
  exchange: Exchange,
  finishing: Finishing | undefined,
  part: MediaPart,
): Promise<MediaPart> {
  const { picture } = await finishBytes(exchange, finishing, part, 'preview');
  return { ...part, media: { from: 'inline', payload: picture.payload, declared: picture.mediaType } };
}

/** Whatever is wrong with a provider's picture is the provider's fault, and drawing it may have cost money. */
async function finishBytes(
  exchange: Exchange,
  finishing: Finishing | undefined,
  part: MediaPart,
  stage: 'preview' | 'final',
) {
  try {
    const payload = await bytesOf(exchange, part.media);
    if (stage === 'final') await refuseCutOff(exchange, payload);
    return await edited(exchange, finishing, payload);
  } catch (error) {
    if (!(error instanceof GatewayError) || error.status >= 500) throw error;
    const message = `The provider's picture cannot be used: ${error.message}`;
    throw unusableAnswer(message, {}, error);
  }
}

/** Half a picture must not look like a success: most viewers show it as broken, or grey from some row on. */
async function refuseCutOff({ parts: { editor } }: Exchange, payload: Payload): Promise<void> {
  const { format } = sniff(payload.head) ?? {};
  if (await isWhole(payload, format, editor.decodes)) return;
  throw unusableAnswer("The provider's picture is cut off: its end is missing.");
}

async function edited(
  exchange: Exchange,
  finishing: Finishing | undefined,
  payload: Payload,
): Promise<{ picture: FinishedPicture; drawn: Size; warnings: readonly Warning[] }> {
  const { editor, metrics } = exchange.parts;
  const actual = await describe(exchange, payload);
  if (!finishing) return { picture: actual, drawn: actual, warnings: [] };
  const context = { ...finishing, announced: exchange.warnings };
  const { edits, warnings } = editsFor(actual, finishing.after, context);
  if (edits.length === 0) return { picture: actual, drawn: actual, warnings };
  metrics.image({ model: exchange.model, action: 'edited' });
  try {
    const picture = await editor.apply(payload, edits, exchange.spool);
    const notes = picture.framingMoved ? [...warnings, framingMoved(finishing)] : warnings;
    return { picture, drawn: actual, warnings: notes };
  } catch (error) {
    // It is paid for: better as it came than not at all.
    exchange.parts.onError(GatewayError.from(error), exchange.incoming.requestId);
    return { picture: actual, drawn: actual, warnings: [...warnings, notEdited(finishing, actual)] };
  }
}

const notEdited = ({ fields }: Finishing, { mediaType, width, height }: FinishedPicture): Warning => ({
  kind: 'ignored',
  field: fields.format ?? fields.size ?? 'output_format',
  detail: `The picture could not be edited; it is here as the provider sent it (${mediaType}, ${width}x${height}).`,
});

const framingMoved = ({ fields }: Finishing): Warning => ({
  kind: 'ignored',
  field: fields.mask ?? 'mask',
  detail: 'The model moved the framing: pixels outside the mask could not be put back.',
});

/** What the upstream really sent, by its bytes. */
async function describe(exchange: Exchange, payload: Payload): Promise<FinishedPicture & { format: string }> {
  const sniffed = sniff(payload.head);
  if (!sniffed?.format) {
    const what = sniffed?.mediaType ?? 'unknown bytes';
    throw unusableAnswer(`The provider sent ${what} where a picture should be.`);
  }
  const { mediaType, format, width, height, hasAlpha } = sniffed;
  if (width !== undefined && height !== undefined && hasAlpha !== undefined) {
    return { payload, mediaType, format, width, height, hasAlpha };
  }
  return { payload, ...(await exchange.parts.editor.inspect(payload)) };
}

/** Results that the provider names by URL are fetched at once: such links die within hours. */
async function bytesOf({ parts, spool }: Exchange, media: MediaRef): Promise<Payload> {
  if (media.from === 'inline') return media.payload;
  if (media.from !== 'url') throw new TypeError(`a provider returned a picture as ${media.from}`);
  return parts.fetchImage(media.url, spool, parts.shutdown);
}
