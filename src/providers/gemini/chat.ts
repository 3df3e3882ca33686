import type { Exchange, Target } from '../../contract/provider.ts';
import type { ChatJob } from '../../contract/request.ts';
import { collect } from '../../contract/stream.ts';
import { AnswerFold, type AnswerRules } from './answer.ts';
import { encodeContents } from './contents.ts';
import { isThird } from './generation.ts';
import { encodeSettings } from './generation-config.ts';
import { signsPictures } from './models.ts';
import { contentPath } from './path.ts';
import { encodeTools } from './tools.ts';

/** Text, tools and pictures through `generateContent`. */
export const chat: Exchange<ChatJob> = {
  kind: 'exchange',

  encode(job, { card, model }) {
    const drawsPictures = card.chat?.image !== undefined;
    const { warnings: left, ...conversation } = encodeContents(job.request, {
      // UNVERIFIED whether image models take systemInstruction (an early one refused it); in the prompt it always works.
      foldSystem: drawsPictures,
      signedPictures: signsPictures(model),
      signedCalls: isThird(model),
    });
    const tools = encodeTools(job.request);
    const { warnings, generationConfig, fields } = encodeSettings(job, model, drawsPictures);
    const config = Object.keys(generationConfig).length > 0 ? { generationConfig } : {};
    return {
      call: {
        method: 'POST',
        path: contentPath(model, job.stream),
        body: { kind: 'json', tree: { ...conversation, ...tools.fields, ...config, ...fields } },
      },
      warnings: [...left, ...tools.warnings, ...warnings],
    };
  },

  decode(reply, job, target) {
    const fold = new AnswerFold(rulesOf(job, target));
    return collect([...fold.push({ data: reply.tree }), ...fold.end()]);
  },

  decodeStream: (job, target) => new AnswerFold(rulesOf(job, target)),
};

const rulesOf = (job: ChatJob, target: Target): AnswerRules => ({
  model: target.model,
  pictureRequired: job.order !== undefined && job.request.output.image?.required === true,
  showThoughts: target.card.chat?.image === undefined,
});
