import type { ImageOrder } from '../../contract/image.ts';
import type { Exchange, Target } from '../../contract/provider.ts';
import type { ChatJob } from '../../contract/request.ts';
import { isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { hostedChat } from '../anthropic/hosted.ts';
import { geminiChat } from '../gemini/chat.ts';
import { claudePath, geminiPath } from './endpoint.ts';
import { isClaude } from './models.ts';

/** rawPredict and streamRawPredict: the Messages API. */
const claude = hostedChat({ version: 'vertex-2023-10-16', path: claudePath });

const content = geminiChat({ path: geminiPath, takesLinks: true });

/** generateContent, with what only Vertex takes. */
const gemini: Required<Exchange<ChatJob>> = {
  ...content,
  encode(job, target) {
    // The model's rules are those of the card; the name of a tuned endpoint says nothing.
    const { call, warnings } = content.encode(job, { ...target, model: target.card.id });
    const tree = call.body?.kind === 'json' ? withFormat(call.body.tree, job.order) : {};
    return {
      call: { ...call, path: geminiPath(target, job.stream), body: { kind: 'json', tree } },
      warnings,
    };
  },
};

/** quirk(vertex): the picture's format and compression can be told, which the Gemini API refuses. — vertex spec B2, seen 2026-11 */
function withFormat(tree: Tree, order: ImageOrder | undefined): Tree {
  if (!isObject(tree) || !order?.format) return tree;
  const imageOutputOptions = {
    mimeType: `image/${order.format}`,
    ...(order.format === 'jpeg' && { compressionQuality: order.compression }),
  };
  const config = isObject(tree.generationConfig) ? tree.generationConfig : {};
  const imageConfig: TreeObject = {
    ...(isObject(config.imageConfig) && config.imageConfig),
    imageOutputOptions,
  };
  return { ...tree, generationConfig: { ...config, imageConfig } };
}

const exchangeFor = ({ card }: Target): Required<Exchange<ChatJob>> => (isClaude(card.id) ? claude : gemini);

/** Gemini and Claude, each in its own format. */
export const chat: Exchange<ChatJob> = {
  kind: 'exchange',
  encode: (job, target) => exchangeFor(target).encode(job, target),
  decode: (reply, job, target) => exchangeFor(target).decode(reply, job, target),
  decodeStream: (job, target) => exchangeFor(target).decodeStream(job, target),
};
