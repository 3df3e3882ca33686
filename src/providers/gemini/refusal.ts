import { GatewayError } from '../../contract/error.ts';
import type { Finish } from '../../contract/response.ts';

const POLICY =
  /^(SAFETY|BLOCKLIST|PROHIBITED_CONTENT|RECITATION|SPII|IMAGE_SAFETY|IMAGE_PROHIBITED_CONTENT|IMAGE_RECITATION)$/;
const NOTHING_DRAWN = /^(NO_IMAGE|IMAGE_OTHER)$/;

/** The prompt was refused before any candidate was made. */
export const promptRefused = (reason: string, message: string | undefined): GatewayError =>
  new GatewayError('content_policy', explain('Gemini refused the prompt', reason, message), {
    upstreamStatus: 200,
    upstreamCode: reason,
  });

/** What a candidate's `finishReason` means where the answer has content. Calls end with STOP too. */
export function finishOf(reason: string, calls: boolean): Finish {
  if (reason === 'MAX_TOKENS') return 'length';
  if (POLICY.test(reason)) return 'content-filter';
  return calls ? 'tool-calls' : 'stop';
}

/** All that a finished answer brought. */
export interface Outcome {
  readonly reason: string;
  readonly message: string | undefined;
  readonly text: string;
  readonly pictures: number;
  /** Tool calls and recordings. */
  readonly said: number;
  readonly pictureRequired: boolean;
}

/** The failure that a finished answer amounts to; undefined when it holds what was asked. */
export function failureOf(outcome: Outcome): GatewayError | undefined {
  const { reason, text, pictures, said, pictureRequired } = outcome;
  if (pictures > 0) return undefined;
  const ended = reason === 'STOP' || reason === 'MAX_TOKENS';
  if (pictureRequired) return ended ? wordsOnly(reason, text) : emptyAnswer(outcome);
  return text !== '' || said > 0 || reason === 'MAX_TOKENS' ? undefined : emptyAnswer(outcome);
}

function emptyAnswer({ reason, message }: Outcome): GatewayError {
  const facts = { upstreamStatus: 200, upstreamCode: reason };
  if (POLICY.test(reason)) {
    return new GatewayError('content_policy', explain('Gemini refused to answer', reason, message), facts);
  }
  if (NOTHING_DRAWN.test(reason)) {
    // Nothing was drawn and nothing billed: a second try costs no second picture.
    const said = explain('Gemini drew no picture', reason, message);
    return new GatewayError('no_image', said, { ...facts, retry: 'same-target' });
  }
  const said = explain('Gemini gave an empty answer', reason, message);
  return new GatewayError('upstream_error', said, { ...facts, retry: 'next-target' });
}

/** The model answered, billed, and did not draw: a polite refusal, a question, or a limit reached while thinking. */
function wordsOnly(reason: string, text: string): GatewayError {
  const said = text.trim() === '' ? '' : ` It said: ${text.trim().slice(0, 500)}`;
  const message = `Gemini answered without a picture (${reason}).${said}`;
  return new GatewayError('no_image', message, { upstreamStatus: 200, upstreamCode: reason });
}

const explain = (what: string, reason: string, message: string | undefined): string =>
  message === undefined ? `${what} (${reason}).` : `${what} (${reason}): ${message}`;
