import { GatewayError } from '../../contract/error.ts';
import type { ImageOrder } from '../../contract/image.ts';
import { parseInline } from '../../contract/inline.ts';
import type { Call, Encoded, Exchange, Reply, Target } from '../../contract/provider.ts';
import type { ImageJob, MediaPart, SniffedImage, Warning } from '../../contract/request.ts';
import type { Response, Usage } from '../../contract/response.ts';
import {
  asArray,
  asString,
  isObject,
  member,
  SplicedString,
  type Tree,
  type TreeObject,
} from '../../contract/tree.ts';
import { ignored } from '../openai-compatible/body.ts';
import { splitExtras } from '../openai-compatible/pictures.ts';
import { counts } from '../openai-compatible/usage.ts';
import { decodeError } from './errors.ts';
import { seedreamFamily } from './models.ts';

/** Ark's one endpoint for drawing and editing. */
export const images: Exchange<ImageJob> = { kind: 'exchange', encode, decode };

function encode(job: ImageJob, target: Target): Encoded {
  const unknown = `${target.model} has no such parameter.`;
  const extras = splitExtras(job, extrasOf(target), unknown);
  const user = job.request.endUser === undefined ? [] : [ignored('user', unknown)];
  const tree = {
    ...extras.fields,
    model: target.model,
    prompt: job.prompt,
    ...(job.inputs.length > 0 && { image: reference(job.inputs) }),
    ...wishes(job.order, target),
    // quirk(doubao): the default is a link that dies after a day — Ark image API, seen 2026-11
    response_format: 'b64_json',
  };
  const call: Call = { method: 'POST', path: '/images/generations', body: { kind: 'json', tree } };
  return { call, warnings: [...user, ...extras.warnings] };
}

/** Only what the order names: Ark refuses every known field that a version does not take. */
function wishes(order: ImageOrder, target: Target): TreeObject {
  const { size, format, background, seed } = order;
  return {
    ...(size && { size: `${size.width}x${size.height}` }),
    // quirk(doubao): the one version without sizes wants to be told so — Ark image API (SeedEdit 3.0), seen 2026-11
    ...(target.card.image?.size.kind === 'none' && { size: 'adaptive' }),
    ...(format && { output_format: format }),
    ...(background && { background }),
    ...(seed !== undefined && { seed }),
    // quirk(doubao): absent means a visible "AI generated" mark — Ark image API, seen 2026-11
    watermark: order.watermark ?? false,
  };
}

function reference(inputs: readonly SniffedImage[]): Tree {
  // quirk(doubao): `data:image/PNG` is refused, the type must be lower-case — Ark image API, seen 2026-11
  const urls = inputs.map(({ payload, mediaType }) =>
    SplicedString.of(`data:${mediaType.toLowerCase()};base64,`, payload),
  );
  const [only] = urls;
  return urls.length === 1 && only ? only : urls;
}

/** Which client fields that the gateway has no word for this version takes. */
const extrasOf = ({ card, model }: Target): readonly string[] =>
  (seedreamFamily(card.id) ?? seedreamFamily(model))?.extras ?? [];

function decode(reply: Reply, job: ImageJob, target: Target): Response {
  const error = member(reply.tree, 'error');
  if (isObject(error)) throw decodeError(reply);
  const items = asArray(member(reply.tree, 'data'));
  const failures = items.map((item) => member(item, 'error')).filter(isObject);
  const parts = items.map(picture).filter((part) => part !== undefined);
  if (parts.length === 0) throw whyNothing(failures);
  return {
    id: requestId(reply),
    model: asString(member(reply.tree, 'model')) ?? target.model,
    parts,
    finish: 'stop',
    usage: usage(member(reply.tree, 'usage')),
    warnings: failures.map((one) => missing(one, job)),
    extensions: {},
  };
}

function picture(item: Tree): MediaPart | undefined {
  const base64 = member(item, 'b64_json');
  const isText = typeof base64 === 'string' || base64 instanceof SplicedString;
  const inline = isText ? parseInline(base64) : undefined;
  if (inline) return { type: 'media', media: { from: 'inline', payload: inline.payload } };
  const url = asString(member(item, 'url'));
  return url ? { type: 'media', media: { from: 'url', url } } : undefined;
}

/** quirk(doubao): a picture that failed stands in `data` with its own error, under status 200 — Ark image API, seen 2026-11 */
function whyNothing([error]: readonly TreeObject[]): GatewayError {
  if (error) return decodeError({ status: 200, headers: {}, tree: { error } });
  return new GatewayError('no_image', 'The upstream answered without a picture.');
}

function missing(error: TreeObject, job: ImageJob): Warning {
  const detail = `One picture could not be made: ${asString(member(error, 'message')) ?? 'no reason given'}`;
  return { kind: 'adjusted', field: job.request.fields.count ?? 'n', detail };
}

/** quirk(doubao): output_tokens counts pixels (width × height / 256), input is not counted — Ark image API, seen 2026-11 */
function usage(tree: Tree | undefined): Usage {
  const tokens = member(tree, 'output_tokens');
  return counts({
    images: member(tree, 'generated_images'),
    outputTokens: tokens,
    outputImageTokens: tokens,
  });
}

function requestId(reply: Reply): string {
  const header = reply.headers['x-request-id'];
  return (Array.isArray(header) ? header[0] : header) ?? '';
}
