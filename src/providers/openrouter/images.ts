import { GatewayError } from '../../contract/error.ts';
import type { ImageOrder } from '../../contract/image.ts';
import type { Encoded, Exchange, Reply, Target } from '../../contract/provider.ts';
import type { ImageJob, Warning } from '../../contract/request.ts';
import type { Response } from '../../contract/response.ts';
import { asArray, asString, member, SplicedString, type TreeObject } from '../../contract/tree.ts';
import { splitExtras } from '../openai-compatible/pictures.ts';
import { decodeUsage } from '../openai-compatible/usage.ts';
import { decodeError } from './errors.ts';
import { qualified } from './families.ts';
import { ImageStream } from './image-stream.ts';
import { pictureOf } from './picture.ts';

/** OpenRouter's own Images API: drawing and editing through one path. */
export const images: Exchange<ImageJob> = {
  kind: 'exchange',
  encode,
  decode,
  decodeStream: (_job, target) => new ImageStream(target),
};

/** Members of the body that the gateway has no word for and that OpenRouter takes. */
const OWN = ['provider', 'session_id', 'trace'];

function encode(job: ImageJob, target: Target): Encoded {
  const { order, request } = job;
  const { fields: passed, warnings } = splitExtras(job, OWN);
  const model = qualified(target.model);
  const options = passthrough(order, model);
  const tree = {
    ...passed,
    model,
    prompt: job.prompt,
    ...(order.count > 1 && { n: order.count }),
    ...wishes(order),
    ...(job.inputs.length > 0 && { input_references: job.inputs.map(reference) }),
    ...(request.endUser !== undefined && { user: request.endUser }),
    ...(options && { provider: { ...(passed.provider as TreeObject | undefined), options } }),
    ...(job.stream && { stream: true }),
  };
  return { call: { method: 'POST', path: '/images', body: { kind: 'json', tree } }, warnings };
}

const wishes = (order: ImageOrder): TreeObject => ({
  size: order.size && `${order.size.width}x${order.size.height}`,
  aspect_ratio: order.aspectRatio,
  resolution: order.tier,
  quality: order.quality,
  background: order.background,
  output_format: order.format,
  output_compression: order.compression,
  seed: order.seed,
});

/**
 * quirk(openrouter): what only one provider knows goes under that provider's name; elsewhere it is dropped in silence.
 * `moderation` is in OpenAI's list of what is passed on, `partial_images` UNVERIFIED. — Images API catalogue, seen 2026-09-30
 */
function passthrough({ moderation, partials }: ImageOrder, model: string): TreeObject | undefined {
  if (moderation === undefined && partials === undefined) return undefined;
  const [author = ''] = model.split('/');
  return { [author]: { moderation, partial_images: partials } };
}

const reference = ({ payload, mediaType }: ImageJob['inputs'][number]): TreeObject => ({
  type: 'image_url',
  image_url: { url: SplicedString.of(`data:${mediaType};base64,`, payload) },
});

function decode(reply: Reply, job: ImageJob, target: Target): Response {
  if (member(reply.tree, 'error')) throw decodeError(reply);
  const parts = asArray(member(reply.tree, 'data'))
    .map(pictureOf)
    .filter((part) => part !== undefined);
  if (parts.length === 0) throw new GatewayError('no_image', 'The upstream answered without a picture.');
  const usage = decodeUsage(member(reply.tree, 'usage'));
  const id = reply.headers['x-generation-id'];
  return {
    id: (Array.isArray(id) ? id[0] : id) ?? '',
    model: asString(member(reply.tree, 'model')) ?? target.model,
    parts,
    finish: 'stop',
    ...(usage && { usage }),
    warnings: fewer(parts.length, job),
    extensions: {},
  };
}

/** quirk(openrouter): `n` is an upper bound — Images API, seen 2026-11 */
function fewer(came: number, { order, request }: ImageJob): Warning[] {
  if (came >= order.count) return [];
  const detail = `The upstream made ${came} of ${order.count} pictures.`;
  return [{ kind: 'adjusted', field: request.fields.count ?? 'n', detail }];
}
