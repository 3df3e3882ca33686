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

/** Where Gemini is served, and what differs there. */
export interface GeminiHosting {
  path(target: Target, stream: boolean): string;
  /** Files may be named by any link. */
  readonly takesLinks: boolean;
}

/** Text, tools and pictures through `generateContent`. */
export const geminiChat = (hosting: GeminiHosting): Required<Exchange<ChatJob>> => ({
  kind: 'exchange',

  encode(job, target) {
    const { card, model } = target;
    const drawsPictures = card.chat?.image !== undefined;
    const { warnings: left, ...conversation } = encodeContents(job.request, {
      // UNVERIFIED whether image models take systemInstruction (an early one refused it); in the prompt it always works.
      foldSystem: drawsPictures,
      signedPictures: signsPictures(model),
      signedCalls: isThird(model),
      takesLinks: hosting.takesLinks,
    });
    const tools = encodeTools(job.request);
    const { warnings, generationConfig, fields } = encodeSettings(job, model, drawsPictures);
    const config = Object.keys(generationConfig).length > 0 ? { generationConfig } : {};
    return {
      call: {
        method: 'POST',
        path: hosting.path(target, job.stream),
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
});

/** The Gemini Developer API's own. */
export const chat = geminiChat({
  path: ({ model }, stream) => contentPath(model, stream),
  takesLinks: false,
});

const rulesOf = (job: ChatJob, target: Target): AnswerRules => ({
  model: target.model,
  pictureRequired: job.order !== undefined && job.request.output.image?.required === true,
  hears: job.request.output.sound !== undefined,
  showThoughts: target.card.chat?.image === undefined,
});
