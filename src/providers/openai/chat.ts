import type { Exchange } from '../../contract/provider.ts';
import type { ChatJob } from '../../contract/request.ts';
import { chatCompletions } from '../openai-compatible/chat.ts';
import { endUserFields } from './end-user.ts';
import { decodeError } from './errors.ts';
import { responses } from './responses.ts';

const text = chatCompletions({
  maxTokensField: 'max_completion_tokens',
  endUser: endUserFields,
  decodeError,
});

/** quirk(openai): chat completions have neither pictures nor the tool that draws them; the Responses API has. — responses spec §7, seen 2026-11 */
const exchangeFor = (job: ChatJob): Required<Exchange<ChatJob>> => (job.order ? responses : text);

/** Text through chat completions, text with pictures through the Responses API. */
export const chat: Exchange<ChatJob> = {
  kind: 'exchange',
  encode: (job, target) => exchangeFor(job).encode(job, target),
  decode: (reply, job, target) => exchangeFor(job).decode(reply, job, target),
  decodeStream: (job, target) => exchangeFor(job).decodeStream(job, target),
};
