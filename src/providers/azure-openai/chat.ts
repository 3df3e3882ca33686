import type { Frame } from '../../contract/dialect.ts';
import type { Fold } from '../../contract/fold.ts';
import type { Exchange } from '../../contract/provider.ts';
import type { ChatJob } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { asArray, member } from '../../contract/tree.ts';
import { sha256 } from '../../lib/sha256.ts';
import { SOUND } from '../openai/sound.ts';
import { ignored } from '../openai-compatible/body.ts';
import { chatCompletions } from '../openai-compatible/chat.ts';
import { drawing } from './drawing.ts';
import { atResource } from './endpoint.ts';
import { decodeError } from './errors.ts';

const text = chatCompletions({
  maxTokensField: 'max_completion_tokens',
  endUser: (user) => ({ user: sha256(user) }),
  // UNVERIFIED here: OpenAI's models that hear and speak are deployed too.
  files: { audio: true },
  sound: SOUND,
  decodeError,
});

/** quirk(azure-openai): as at OpenAI, chat completions never show what a model thought. — npm openai 7.57 types, seen 2026-11 */
const HIDDEN = ignored('reasoning', 'Chat completions of Azure OpenAI do not show what a model thought.');

const talking: Required<Exchange<ChatJob>> = {
  ...text,
  encode(job, target) {
    const { call, warnings } = text.encode(job, target);
    const hidden = job.request.reasoning?.show === true ? [HIDDEN] : [];
    return atResource({ call, warnings: [...warnings, ...hidden] }, target);
  },
  decodeStream: (job, target) => withoutPromptResults(text.decodeStream(job, target)),
};

/** quirk(azure-openai): a stream begins with a chunk without id and choices: what the filters think of the prompt. — azure spec A4, seen 2026-11 */
const withoutPromptResults = (fold: Fold<Frame, StreamEvent>): Fold<Frame, StreamEvent> => ({
  push: (frame) => (isPromptResult(frame) ? [] : fold.push(frame)),
  end: () => fold.end(),
});

const isPromptResult = (frame: Frame): boolean =>
  !('done' in frame) &&
  member(frame.data, 'prompt_filter_results') !== undefined &&
  asArray(member(frame.data, 'choices')).length === 0;

const exchangeFor = (job: ChatJob): Required<Exchange<ChatJob>> => (job.order ? drawing : talking);

/** Text through chat completions, text with pictures through the Responses API. */
export const chat: Exchange<ChatJob> = {
  kind: 'exchange',
  encode: (job, target) => exchangeFor(job).encode(job, target),
  decode: (reply, job, target) => exchangeFor(job).decode(reply, job, target),
  decodeStream: (job, target) => exchangeFor(job).decodeStream(job, target),
};
