import { GatewayError } from '../../contract/error.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { type Answer, eachEvent } from '../answer.ts';
import type { Work } from '../work.ts';

const REASON_LENGTH = 500;

/** Makes an answer that ends without the picture it was asked for the failure that it is, with what the model said instead. */
export function requirePicture(
  work: Pick<Work, 'pictureRequired'>,
  answer: Answer<StreamEvent>,
): Answer<StreamEvent> {
  let pictures = 0;
  let said = '';
  return eachEvent(answer, (event, pass) => {
    if (event.type === 'media-end') pictures += 1;
    if (event.type === 'text-delta' && said.length < REASON_LENGTH) said += event.text;
    if (event.type === 'response-end' && work.pictureRequired && pictures === 0) throw noPicture(said);
    pass(event);
  });
}

function noPicture(said: string): GatewayError {
  const reason = said.trim().slice(0, REASON_LENGTH);
  const message =
    reason === '' ? 'The model returned no picture.' : `The model returned no picture. It said: ${reason}`;
  return new GatewayError('no_image', message);
}
