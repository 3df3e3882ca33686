import type { Frame } from '../../contract/dialect.ts';
import { GatewayError } from '../../contract/error.ts';
import type { Fold } from '../../contract/fold.ts';
import type { ImageOrder } from '../../contract/image.ts';
import type { Exchange, Target } from '../../contract/provider.ts';
import type { ChatJob } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { collect, unfold } from '../../contract/stream.ts';
import { asArray, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { chatCompletions } from '../openai-compatible/chat.ts';
import type { FinishedAnswer } from '../openai-compatible/options.ts';
import { decodeError } from './errors.ts';
import { qualified } from './families.ts';
import { echoedDetails, ReasoningDetails } from './reasoning-details.ts';

const plain = chatCompletions({
  decodeError,
  topK: true,
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
    const signed = signer();
    for (const choice of asArray(member(reply.tree, 'choices'))) signed.read(member(choice, 'message'));
    return collect(unfold(plain.decode(reply, job, target)).flatMap(signed.sign));
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

/** Puts what must come back on the next turn onto the parts that end after it came. */
function signer() {
  const details = new ReasoningDetails();
  const texts = new Set<number>();
  return {
    read: (delta: Tree | undefined) => details.push(member(delta, 'reasoning_details')),
    sign: (event: StreamEvent): StreamEvent[] => {
      if (event.type === 'part-start' && event.kind === 'text') texts.add(event.index);
      const media = event.type === 'media-end';
      const text = event.type === 'part-end' && texts.has(event.index);
      const signature = media || text ? details.take() : undefined;
      if (signature === undefined) return [event];
      return [
        media ? { ...event, part: { ...event.part, signature } } : ({ ...event, signature } as StreamEvent),
      ];
    },
  };
}

function signStream(events: Fold<Frame, StreamEvent>): Fold<Frame, StreamEvent> {
  const signed = signer();
  return {
    push(frame) {
      const choices = 'data' in frame ? asArray(member(frame.data, 'choices')) : [];
      for (const choice of choices) signed.read(member(choice, 'delta'));
      return events.push(frame).flatMap(signed.sign);
    },
    end: () => events.end().flatMap(signed.sign),
  };
}
