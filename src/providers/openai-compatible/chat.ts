import type { Frame } from '../../contract/dialect.ts';
import type { Fold } from '../../contract/fold.ts';
import type { Exchange, Target } from '../../contract/provider.ts';
import type { ChatJob } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { collect } from '../../contract/stream.ts';
import { isObject } from '../../contract/tree.ts';
import { ChatAnswer } from './answer.ts';
import { encodeBody } from './body.ts';
import type { ChatCompletionsOptions } from './options.ts';

/** Chat completions as OpenAI defined them and many speak them: text, vision, pictures in `images`, plain and streamed. */
export function chatCompletions(options: ChatCompletionsOptions = {}): Required<Exchange<ChatJob>> {
  const answer = (job: ChatJob, target: Target) =>
    new ChatAnswer({
      model: target.model,
      options,
      reader: options.reader?.(job, target),
      sound: options.sound && job.request.output.sound,
      hidesReasoning: job.request.reasoning?.show === false,
    });
  return {
    kind: 'exchange',
    encode(job, target) {
      const { body, warnings } = encodeBody(job, target, options);
      const call = { method: 'POST', path: options.path ?? '/chat/completions' } as const;
      return { call: { ...call, body: { kind: 'json', tree: body } }, warnings };
    },
    decode(reply, job, target) {
      const fold = answer(job, target);
      return collect([...fold.whole(reply), ...fold.end()]);
    },
    decodeStream: (job, target): Fold<Frame, StreamEvent> => {
      const fold = answer(job, target);
      return {
        push: (frame) => ('done' in frame ? fold.done() : isObject(frame.data) ? fold.chunk(frame.data) : []),
        end: () => fold.end(),
      };
    },
  };
}
