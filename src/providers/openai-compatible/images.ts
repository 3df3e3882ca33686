import { GatewayError } from '../../contract/error.ts';
import type { ImageOrder } from '../../contract/image.ts';
import type { Call, CallEntry, Exchange, Reply, Target } from '../../contract/provider.ts';
import type { ImageJob, Warning } from '../../contract/request.ts';
import type { Response } from '../../contract/response.ts';
import { asArray, asString, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { decodeOpenAiError } from './errors.ts';
import { readImageItem } from './image-item.ts';
import { ImageStream } from './image-stream.ts';
import { decodeImageUsage } from './image-usage.ts';
import { splitExtras } from './pictures.ts';

/** What differs between the upstreams that speak the Images API. Everything may be left out. */
export interface ImagesApiOptions {
  /** The members that tell the upstream who the client's end user is. Default `{ user }`. */
  readonly endUser?: (user: string) => TreeObject;
  /** Further members of every request; they win over all others. */
  readonly extend?: (job: ImageJob, target: Target) => TreeObject;
  /** Fields beyond our wishes that the model takes. Default none. */
  readonly extensions?: (target: Target) => readonly string[];
  /** Default `decodeOpenAiError`. */
  readonly decodeError?: (reply: Reply) => GatewayError;
}

/** POST /images/generations (JSON) and /images/edits (multipart), plain and streamed, as OpenAI defined them. */
export function imagesApi(options: ImagesApiOptions = {}): Required<Exchange<ImageJob>> {
  const decodeError = options.decodeError ?? decodeOpenAiError;
  return {
    kind: 'exchange',
    encode(job, target) {
      const { fields, warnings } = encodeFields(job, target, options);
      return { call: job.inputs.length > 0 ? editCall(job, fields) : generateCall(fields), warnings };
    },
    decode(reply, _job, target) {
      if (isObject(member(reply.tree, 'error'))) throw decodeError(reply);
      return decode(reply, target);
    },
    decodeStream: (_job, target) => new ImageStream(target.model, decodeError),
  };
}

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
function encodeFields(
  job: ImageJob,
  target: Target,
  options: ImagesApiOptions,
): { fields: TreeObject; warnings: readonly Warning[] } {
  const { order, request, prompt, stream } = job;
  const taken = options.extensions?.(target) ?? [];
  const extras = splitExtras(job, taken, `${target.model} has no such parameter.`);
  const { endUser = (user: string): TreeObject => ({ user }) } = options;
  const fields: TreeObject = {
    ...(request.endUser !== undefined && endUser(request.endUser)),
    ...extras.fields,
    model: target.model,
    prompt,
    n: order.count,
    ...encodeOrder(order),
    ...(stream && { stream: true, partial_images: order.partials }),
    ...options.extend?.(job, target),
  };
  return { fields, warnings: extras.warnings };
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

function decode({ tree, headers }: Reply, target: Target): Response {
  const data = asArray(member(tree, 'data'));
  const parts = data.flatMap((item) => readImageItem(item) ?? []);
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
