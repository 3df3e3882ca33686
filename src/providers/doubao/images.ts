import { GatewayError } from '../../contract/error.ts';
import type { ImageOrder } from '../../contract/image.ts';
import { parseInline } from '../../contract/inline.ts';
import type { Call, Encoded, Exchange, Reply, Target } from '../../contract/provider.ts';
import type { ImageJob, MediaPart, SniffedImage, Warning } from '../../contract/request.ts';
import type { Response, Usage } from '../../contract/response.ts';
import {
  asArray,
  asNumber,
  asString,
  isObject,
  member,
  SplicedString,
  type Tree,
  type TreeObject,
} from '../../contract/tree.ts';
import { failure } from './errors.ts';
import { seedreamFamily } from './models.ts';

/** Ark's one endpoint for drawing and editing. */
export const images: Exchange<ImageJob> = { kind: 'exchange', encode, decode };

function encode(job: ImageJob, target: Target): Encoded {
  const { passed, warnings } = splitExtras(job, target);
  const tree = {
    ...passed,
    model: target.model,
    prompt: job.prompt,
    ...(job.inputs.length > 0 && { image: reference(job.inputs) }),
    ...wishes(job.order, target),
    // quirk(doubao): the default is a link that dies after a day — Ark image API, seen 2026-11
    response_format: 'b64_json',
  };
  const call: Call = { method: 'POST', path: '/images/generations', body: { kind: 'json', tree } };
  return { call, warnings };
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

/** Client fields the gateway has no word for: sent on where this version takes them, reported where it does not. */
function splitExtras(job: ImageJob, target: Target): { passed: TreeObject; warnings: Warning[] } {
  const { extensions, endUser } = job.request;
  const taken = (seedreamFamily(target.card.id) ?? seedreamFamily(target.model))?.extras ?? [];
  const passed: Record<string, Tree> = {};
  const ignored = endUser === undefined ? [] : ['user'];
  for (const [name, value] of Object.values(extensions).flatMap((fields) => Object.entries(fields))) {
    if (value === undefined) continue;
    if (taken.includes(name)) passed[name] = value;
    else ignored.push(name);
  }
  const warnings = ignored.map(
    (field): Warning => ({
      kind: 'ignored',
      field,
      detail: `${target.model} has no such parameter.`,
    }),
  );
  return { passed, warnings };
}

function decode(reply: Reply, job: ImageJob, target: Target): Response {
  const error = member(reply.tree, 'error');
  if (isObject(error)) throw failure(error, reply.status);
  const items = asArray(member(reply.tree, 'data'));
  const failures = items.map((item) => member(item, 'error')).filter(isObject);
  const parts = items.map(picture).filter((part) => part !== undefined);
  if (parts.length === 0) throw whyNothing(failures, reply.status);
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
function whyNothing(failures: readonly TreeObject[], status: number): GatewayError {
  const [first] = failures;
  if (first) return failure(first, status);
  return new GatewayError('no_image', 'The provider answered without a picture.', { retry: 'next-target' });
}

function missing(error: TreeObject, job: ImageJob): Warning {
  const detail = `One picture could not be made: ${asString(member(error, 'message')) ?? 'no reason given'}`;
  return { kind: 'adjusted', field: job.request.fields.count ?? 'n', detail };
}

function usage(tree: Tree | undefined): Usage {
  const count = asNumber(member(tree, 'generated_images'));
  // quirk(doubao): output_tokens counts pixels (width × height / 256); input is not counted — Ark image API, seen 2026-11
  const tokens = asNumber(member(tree, 'output_tokens'));
  return {
    ...(count !== undefined && { images: count }),
    ...(tokens !== undefined && { outputTokens: tokens, outputImageTokens: tokens }),
  };
}

function requestId(reply: Reply): string {
  const header = reply.headers['x-request-id'];
  return (Array.isArray(header) ? header[0] : header) ?? '';
}
