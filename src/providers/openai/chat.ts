import type { Exchange, Target } from '../../contract/provider.ts';
import type { ChatJob } from '../../contract/request.ts';
import { chatCompletions } from '../openai-compatible/chat.ts';
import { endUserFields } from './end-user.ts';
import { decodeError } from './errors.ts';
import { responses } from './responses.ts';
import { SOUND } from './sound.ts';
import { fitsResponses, HIDDEN, wantsThoughts } from './thoughts.ts';

const completions = chatCompletions({
  maxTokensField: 'max_completion_tokens',
  endUser: endUserFields,
  files: { audio: true, document: 'file' },
  sound: SOUND,
  decodeError,
});

const text: Required<Exchange<ChatJob>> = {
  ...completions,
  encode(job, target) {
    const { call, warnings } = completions.encode(job, target);
    return { call, warnings: wantsThoughts(job.request, target) ? [...warnings, HIDDEN] : warnings };
  },
};

/**
 * quirk(openai): chat completions have neither pictures nor the tool that draws them nor reasoning that is shown or can be
 * carried on; the Responses API has. — responses spec §7, seen 2026-11
 */
function exchangeFor({ order, request }: ChatJob, target: Target): Required<Exchange<ChatJob>> {
  if (order || request.extensions['openai-responses']) return responses;
  return wantsThoughts(request, target) && fitsResponses(request) ? responses : text;
}

/** Text through chat completions; pictures, thoughts to be shown and all that clients of the Responses API ask through that. */
export const chat: Exchange<ChatJob> = {
  kind: 'exchange',
  encode: (job, target) => exchangeFor(job, target).encode(job, target),
  decode: (reply, job, target) => exchangeFor(job, target).decode(reply, job, target),
  decodeStream: (job, target) => exchangeFor(job, target).decodeStream(job, target),
};
