import type { Frame } from '../../contract/dialect.ts';
import { GatewayError } from '../../contract/error.ts';
import type { Fold } from '../../contract/fold.ts';
import type { ImageOrder } from '../../contract/image.ts';
import type { Exchange, Target } from '../../contract/provider.ts';
import type { ChatJob } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { collect, unfold } from '../../contract/stream.ts';
import { asArray, member, type TreeObject } from '../../contract/tree.ts';
import { chatCompletions } from '../openai-compatible/chat.ts';
import type { FinishedAnswer } from '../openai-compatible/options.ts';
import { decodeError } from './errors.ts';
import { qualified } from './families.ts';
import { echoedDetails } from './reasoning-details.ts';
import { Signer } from './signer.ts';

const plain = chatCompletions({
  decodeError,
  sampling: () => ({ topK: 'top_k' }),
  reasoning: () => ({ by: 'object' }),
  files: { audio: true, video: true, document: 'file', urls: true },
  // UNVERIFIED which voices its models have: names pass as they are.
  sound: { voice: 'alloy' },
  cacheMarks: true,
  extend: (job, target) => ({
    fields: { model: qualified(target.model), ...(job.order && drawing(job.order, target)) },
  }),
  assistantExtras: echoedDetails,
  reader: (job) => ({ end: (answer) => refuseWordsOnly(answer, job) }),
});

/** Chat that may draw: pictures come in `message.images`, whole, one or several chunks of a stream. */
export const chat: Exchange<ChatJob> = {
  ...plain,
  decode(reply, job, target) {
    const signer = new Signer();
    for (const choice of asArray(member(reply.tree, 'choices'))) signer.read(member(choice, 'message'));
    return collect(unfold(plain.decode(reply, job, target)).map((event) => signer.sign(event)));
  },
  decodeStream: (job, target) => signStream(plain.decodeStream(job, target)),
};

function drawing(order: ImageOrder, { card }: Target): TreeObject {
  // quirk(openrouter): a model without text output refuses to be asked for text, and the reverse gives no picture — image guide, seen 2026-11
  const speaks = card.chat && !card.chat.imageOnly;
  const config = {
    aspect_ratio: order.aspectRatio,
    image_size: order.tier,
    size: order.size && `${order.size.width}x${order.size.height}`,
    quality: order.quality,
    background: order.background,
    output_format: order.format,
    output_compression: order.compression,
    moderation: order.moderation,
  };
  const asked = Object.values(config).some((value) => value !== undefined);
  return {
    modalities: speaks ? ['image', 'text'] : ['image'],
    ...(asked && { image_config: config }),
    ...(order.seed !== undefined && { seed: order.seed }),
  };
}

/** quirk(openrouter): a refusal of Gemini is a plain answer in words, or an empty one — image guide, seen 2026-11 */
function refuseWordsOnly({ finish, text, images }: FinishedAnswer, { order, request }: ChatJob): undefined {
  if (!order || !request.output.image?.required || images > 0) return;
  const said = text.trim() === '' ? '' : ` It said: ${text.trim().slice(0, 500)}`;
  throw finish === 'content-filter'
    ? new GatewayError('content_policy', `The model refused to draw this.${said}`)
    : new GatewayError('no_image', `The model answered without a picture.${said}`);
}

function signStream(events: Fold<Frame, StreamEvent>): Fold<Frame, StreamEvent> {
  const signer = new Signer();
  return {
    push(frame) {
      const choices = 'data' in frame ? asArray(member(frame.data, 'choices')) : [];
      for (const choice of choices) signer.read(member(choice, 'delta'));
      return events.push(frame).map((event) => signer.sign(event));
    },
    end: () => events.end().map((event) => signer.sign(event)),
  };
}
