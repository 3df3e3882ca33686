import { GatewayError } from '../../contract/error.ts';
import { awaitResult } from '../../contract/polling.ts';
import type { Call, Procedure, ProcedureIo, Reply, Target } from '../../contract/provider.ts';
import type { ImageJob, MediaPart, Warning } from '../../contract/request.ts';
import type { Response } from '../../contract/response.ts';
import { asArray, asNumber, asString, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { dataUrl, endUserIgnored, pictureFrom, splitExtras } from '../openai-compatible/pictures.ts';
import { decodeError } from './errors.ts';
import { pictureFamily, type Way } from './image-families.ts';

/** The native API: Qwen-Image answers at once, Wan works on a task. */
export const images: Procedure<ImageJob> = { kind: 'procedure', run };

/** Parameters of its own that a client may pass along. */
const EXTRAS = ['prompt_extend', 'enable_interleave', 'thinking_mode'];

const PATHS: { readonly [way in Way]: string } = {
  'at-once': '/services/aigc/multimodal-generation/generation',
  'task-messages': '/services/aigc/image-generation/generation',
  'task-prompt': '/services/aigc/text2image/image-synthesis',
};

async function run(job: ImageJob, target: Target, io: ProcedureIo): Promise<Response> {
  const way = pictureFamily(target.model)?.way ?? 'at-once';
  const extras = splitExtras(job, EXTRAS);
  const send = () => io.send(encode(job, target, { way, extras: extras.fields }));
  const { tree } = way === 'at-once' ? await send() : await awaitTask(send, target, io);
  const output = member(tree, 'output');
  const parts = picturesOf(output);
  if (parts.length === 0) throw whyNothing(output);
  const billed = asNumber(member(member(tree, 'usage'), 'image_count'));
  return {
    id: asString(member(tree, 'request_id')) ?? '',
    model: target.model,
    parts,
    finish: 'stop',
    usage: { images: billed ?? parts.length },
    warnings: [...endUserIgnored(job), ...extras.warnings, ...missing(output, job)],
    extensions: {},
  };
}

/** quirk(dashscope): chat lives under /compatible-mode/v1, pictures under /api/v1 of the same host — Model Studio, seen 2026-11 */
const nativeUrl = ({ baseUrl }: Target, path: string): string =>
  baseUrl.replace(/\/compatible-mode\/v1$/, '/api/v1') + path;

interface Manner {
  readonly way: Way;
  readonly extras: TreeObject;
}

function encode(job: ImageJob, target: Target, { way, extras }: Manner): Call {
  const tree = {
    model: target.model,
    input: way === 'task-prompt' ? { prompt: job.prompt } : { messages: [conversation(job)] },
    parameters: { ...extras, ...parameters(job, target) },
  };
  return {
    method: 'POST',
    path: nativeUrl(target, PATHS[way]),
    ...(way !== 'at-once' && { headers: { 'x-dashscope-async': 'enable' } }),
    body: { kind: 'json', tree },
  };
}

const conversation = ({ prompt, inputs }: ImageJob): Tree => ({
  role: 'user',
  content: [...inputs.map((input) => ({ image: dataUrl(input) })), { text: prompt }],
});

function parameters({ order }: ImageJob, { card, model }: Target): TreeObject {
  const { size } = order;
  return {
    size: size && `${size.width}*${size.height}`,
    ...((card.image?.maxCount ?? 1) > 1 && { n: order.count }),
    seed: order.seed,
    negative_prompt: order.negativePrompt,
    watermark: order.watermark,
    // quirk(dashscope): the model also writes illustrated articles; without this it may — Wan 2.6 reference, seen 2026-11
    ...(/^wan2\.6-image/.test(model) && { enable_interleave: false }),
  };
}

async function awaitTask(send: () => Promise<Reply>, target: Target, io: ProcedureIo): Promise<Reply> {
  const { id } = await io.submit(async () => {
    const { tree } = await send();
    return { id: asString(member(member(tree, 'output'), 'task_id')) ?? '' };
  });
  return awaitResult(io, {
    poll: { method: 'GET', path: nativeUrl(target, `/tasks/${id}`) },
    // Only a task that still waits in the queue can be taken back.
    takeBack: { method: 'POST', path: nativeUrl(target, `/tasks/${id}/cancel`) },
    read: readTask,
  });
}

function readTask(reply: Reply): Reply | undefined {
  const output = member(reply.tree, 'output') ?? null;
  const status = asString(member(output, 'task_status')) ?? '';
  if (status === 'SUCCEEDED') return reply;
  if (!/^(FAILED|CANCELED|UNKNOWN)$/.test(status)) return undefined;
  throw decodeError({ status: 500, headers: {}, tree: output });
}

/** A conversation's answer, or a task's list of results. */
function picturesOf(output: Tree | undefined): MediaPart[] {
  const spoken = asArray(member(output, 'choices')).flatMap((choice) =>
    asArray(member(member(choice, 'message'), 'content')).map((piece) => member(piece, 'image')),
  );
  const listed = asArray(member(output, 'results')).map((result) => member(result, 'url'));
  return [...spoken, ...listed].flatMap((url) => pictureFrom(url) ?? []);
}

/** quirk(dashscope): a picture that failed stands in the results with its own code, and the task SUCCEEDED — Wan reference, seen 2026-11 */
const failuresIn = (output: Tree | undefined): Tree[] =>
  asArray(member(output, 'results')).filter((result) => member(result, 'code') !== undefined);

function whyNothing(output: Tree | undefined): GatewayError {
  const [failure] = failuresIn(output);
  if (failure) return decodeError({ status: 400, headers: {}, tree: failure });
  return new GatewayError('no_image', 'The upstream answered without a picture.');
}

const missing = (output: Tree | undefined, job: ImageJob): Warning[] =>
  failuresIn(output).map((failure) => ({
    kind: 'adjusted',
    field: job.request.fields.count ?? 'n',
    detail: `One picture could not be made: ${asString(member(failure, 'message')) ?? 'no reason given'}`,
  }));
