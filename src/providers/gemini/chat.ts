import type { Exchange, Target } from '../../contract/provider.ts';
import type { ChatJob } from '../../contract/request.ts';
import { collect } from '../../contract/stream.ts';
import { AnswerFold, type AnswerRules } from './answer.ts';
import { encodeContents } from './contents.ts';
import { encodeSettings } from './generation-config.ts';
import { signsPictures } from './models.ts';

/** Text and pictures through `generateContent`. */
export const chat: Exchange<ChatJob> = {
  kind: 'exchange',

  encode(job, target) {
    const drawsPictures = target.card.chat?.image !== undefined;
    // UNVERIFIED whether image models take systemInstruction (an early one refused it); in the prompt it always works.
    const rules = { foldSystem: drawsPictures, signedPictures: signsPictures(target.model) };
    const { warnings: left, ...conversation } = encodeContents(job.request, rules);
    const { warnings, generationConfig, ...safety } = encodeSettings(job, drawsPictures);
    const config = Object.keys(generationConfig).length > 0 ? { generationConfig } : {};
    return {
      call: {
        method: 'POST',
        path: pathOf(target.model, job.stream),
        body: { kind: 'json', tree: { ...conversation, ...config, ...safety } },
      },
      warnings: [...left, ...warnings],
    };
  },

  decode(reply, job, target) {
    const fold = new AnswerFold(rulesOf(job, target));
    return collect([...fold.push({ data: reply.tree }), ...fold.end()]);
  },

  decodeStream: (job, target) => new AnswerFold(rulesOf(job, target)),
};

function pathOf(model: string, stream: boolean): string {
  const name = encodeURIComponent(model.replace(/^models\//, ''));
  return `/models/${name}:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`;
}

const rulesOf = (job: ChatJob, target: Target): AnswerRules => ({
  model: target.model,
  pictureRequired: job.order !== undefined && job.request.output.image?.required === true,
  showThoughts: target.card.chat?.image === undefined,
});
