import { GatewayError } from '../../contract/error.ts';
import type { ImageOrder } from '../../contract/image.ts';
import type { Call, CallEntry, Exchange, Reply, Target } from '../../contract/provider.ts';
import type { ImageJob, Warning } from '../../contract/request.ts';
import type { Response } from '../../contract/response.ts';
import { asArray, asString, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { ignored } from '../openai-compatible/body.ts';
import { endUserFields } from './end-user.ts';
import { decodeError } from './errors.ts';
import { ImageStream } from './image-stream.ts';
import { decodeImageUsage } from './image-usage.ts';
import { readPicture } from './picture.ts';

/** POST /images/generations (JSON) and /images/edits (multipart), plain and streamed. */
export const images: Exchange<ImageJob> = {
  kind: 'exchange',
  encode(job, target) {
    const { fields, warnings } = encodeFields(job, target);
    return { call: job.inputs.length > 0 ? editCall(job, fields) : generateCall(fields), warnings };
  },
  decode,
  decodeStream: (_job, target) => new ImageStream(target.model),
};

const generateCall = (tree: TreeObject): Call => ({
  method: 'POST',
  path: '/images/generations',
  body: { kind: 'json', tree },
});

/** Multipart rather than JSON: OpenAI's JSON form of edits does not promise free sizes. — images spec §4b, seen 2026-11 */
function editCall(job: ImageJob, fields: TreeObject): Call {
  const entries: CallEntry[] = [...textEntries(fields), ...fileEntries(job)];
  return { method: 'POST', path: '/images/edits', body: { kind: 'form', entries } };
}

/** quirk(openai): a body is refused for one unknown field, so it is built from what the order names. — images spec §3, seen 2026-11 */
function encodeFields(job: ImageJob, target: Target): { fields: TreeObject; warnings: Warning[] } {
  const { order, request, prompt, stream } = job;
  const extensions = encodeExtensions(request.extensions, target.model);
  const fields: TreeObject = {
    ...(request.endUser !== undefined && endUserFields(request.endUser)),
    ...extensions.fields,
    model: target.model,
    prompt,
    n: order.count,
    ...encodeOrder(order),
    ...(stream && { stream: true, partial_images: order.partials }),
    // quirk(openai): only the dall-e models know response_format, and they answer with a link without it. — images spec §3, seen 2026-11
    ...(isDallE(target.model) && { response_format: 'b64_json' }),
  };
  return { fields, warnings: extensions.warnings };
}

const encodeOrder = (order: ImageOrder): TreeObject => ({
  size: order.size && `${order.size.width}x${order.size.height}`,
  quality: order.quality,
  background: order.background,
  output_format: order.format,
  output_compression: order.compression,
  input_fidelity: order.inputFidelity,
  moderation: order.moderation,
  style: order.style,
});

const isDallE = (model: string): boolean => /dall-e/i.test(model);

/** Fields of OpenAI's own Images API beyond our wishes: model family → what it takes. */
const EXTENSIONS: readonly { readonly model: RegExp; readonly fields: readonly string[] }[] = [
  { model: /gpt-image-2\.6/, fields: ['complexity'] },
];

function encodeExtensions(
  extensions: ImageJob['request']['extensions'],
  model: string,
): { fields: TreeObject; warnings: Warning[] } {
  const legal = EXTENSIONS.filter((row) => row.model.test(model)).flatMap((row) => row.fields);
  const asked = Object.entries(extensions).flatMap(([format, fields]) =>
    format === 'client' ? [] : Object.entries(fields),
  );
  const refused = asked.filter(([field]) => !legal.includes(field));
  return {
    fields: Object.fromEntries(asked.filter(([field]) => legal.includes(field))),
    warnings: refused.map(([field]) => ignored(field, `${model} has no such parameter.`)),
  };
}

const textEntries = (fields: TreeObject): CallEntry[] =>
  Object.entries(fields).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [{ name, value: String(value) }],
  );

/** quirk(openai): file parts need a file name and an image type; octet-stream is refused. — images spec §4a, seen 2026-11 */
function fileEntries({ inputs, mask }: ImageJob): CallEntry[] {
  const name = inputs.length === 1 ? 'image' : 'image[]';
  const files = inputs.map(({ payload, mediaType }, at): CallEntry => {
    const fileName = `image-${at + 1}.${mediaType.replace(/^image\//, '')}`;
    return { name, payload, fileName, mediaType };
  });
  if (!mask) return files;
  return [...files, { name: 'mask', payload: mask, fileName: 'mask.png', mediaType: 'image/png' }];
}

function decode(reply: Reply, _job: ImageJob, target: Target): Response {
  const { tree, headers } = reply;
  if (isObject(member(tree, 'error'))) throw decodeError(reply);
  const data = asArray(member(tree, 'data'));
  const parts = data.flatMap((item) => readPicture(item) ?? []);
  if (parts.length === 0) throw new GatewayError('no_image', 'The upstream answered without a picture.');
  const usage = decodeImageUsage(member(tree, 'usage'), parts.length);
  return {
    id: asString(headers['x-request-id'] as Tree) ?? '',
    model: target.model,
    parts,
    finish: 'stop',
    ...(usage && { usage }),
    warnings: [],
    extensions: {},
  };
}
