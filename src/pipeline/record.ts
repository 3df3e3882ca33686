import type { Recording } from '../answers/recording.ts';
import { isKnown } from '../contract/cost.ts';
import type { GatewayError } from '../contract/error.ts';
import type { Request } from '../contract/request.ts';
import { askedBy } from './admit/claim.ts';
import { type Answer, eachEvent } from './answer.ts';
import type { Exchange } from './exchange.ts';
import { wantsPicture } from './wants-picture.ts';

/** Answers with pictures are kept, so that a client that left can still have what was paid for; others only under an idempotency key. */
export function beginRecording(exchange: Exchange, request: Request): void {
  if (!exchange.incoming.records || exchange.recording || !wantsPicture(request)) return;
  exchange.recording = exchange.parts.answers.begin(askedBy(exchange));
}

/** Tells the recording which pictures are kept anyway. */
export const knowPictures = (recording: Recording, answer: Answer): Answer =>
  eachEvent(answer, (event, pass) => {
    if (event.type === 'media-end' && event.part.media.from === 'kept')
      recording.keptElsewhere(event.part.media.image.payload);
    pass(event);
  });

/** A failure before anything can have been made or billed is forgotten: the same request may be tried again. */
export function recordFailure(exchange: Exchange, error: GatewayError): void {
  const { recording, charges } = exchange;
  const costs = charges.some(({ cost }) => !isKnown(cost) || cost.usd > 0);
  recording?.failed({ forget: !costs && error.facts.outcomeUnknown !== true });
}
