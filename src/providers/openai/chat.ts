import type { Exchange } from '../../contract/provider.ts';
import type { ChatJob } from '../../contract/request.ts';
import { chatCompletions } from '../openai-compatible/chat.ts';
import { endUserFields } from './end-user.ts';
import { decodeError } from './errors.ts';
import { responses } from './responses.ts';

const text = chatCompletions({
  maxTokensField: 'max_completion_tokens',
  endUser: endUserFields,
  files: { audio: true, document: 'file' },
  decodeError,
});

/**
 * quirk(openai): chat completions have neither pictures nor the tool that draws them nor reasoning that can be carried on;
 * the Responses API has. — responses spec §7, seen 2026-11
 */
const exchangeFor = (job: ChatJob): Required<Exchange<ChatJob>> =>
  job.order || job.request.extensions['openai-responses'] ? responses : text;

/** Text through chat completions; pictures, and all that clients of the Responses API ask, through that. */
export const chat: Exchange<ChatJob> = {
  kind: 'exchange',
  encode: (job, target) => exchangeFor(job).encode(job, target),
  decode: (reply, job, target) => exchangeFor(job).decode(reply, job, target),
  decodeStream: (job, target) => exchangeFor(job).decodeStream(job, target),
};
