import { GatewayError } from '../../contract/error.ts';
import { awaitResult } from '../../contract/polling.ts';
import type { Procedure, ProcedureIo, Reply, Target } from '../../contract/provider.ts';
import type { ImageJob, MediaPart } from '../../contract/request.ts';
import type { Response } from '../../contract/response.ts';
import {
  asArray,
  asNumber,
  asString,
  isObject,
  member,
  type Tree,
  type TreeObject,
} from '../../contract/tree.ts';
import { endUserIgnored, splitExtras } from '../openai-compatible/pictures.ts';
import { workflowsOf } from './settings.ts';
import { upload } from './upload.ts';
import { DRAWING, EDITING, fill, INPAINTING, type Values } from './workflow.ts';

/** Pictures up, workflow into the queue, poll the history, link to the pictures. */
export const images: Procedure<ImageJob> = { kind: 'procedure', run };

/** Fields of samplers that a client may pass along. */
const EXTRAS = ['steps', 'cfg_scale', 'sampler_name', 'scheduler', 'denoising_strength'];

async function run(job: ImageJob, target: Target, io: ProcedureIo): Promise<Response> {
  const extras = splitExtras(job, EXTRAS);
  const { id } = await io.submit(async () => {
    const values = { ...valuesOf(job, target, extras.fields), ...(await uploads(job, io)) };
    const prompt = fill(workflowOf(job, target), values);
    const body = { kind: 'json', tree: { prompt } } as const;
    const { tree } = await io.send({ method: 'POST', path: '/prompt', body });
    return { id: asString(member(tree, 'prompt_id')) ?? '' };
  });
  const parts = await awaitResult(io, {
    poll: { method: 'GET', path: `/history/${id}` },
    // Only while it waits in the queue: older servers know but one way to interrupt, which stops whoever is being served.
    takeBack: { method: 'POST', path: '/queue', body: { kind: 'json', tree: { delete: [id] } } },
    read: (reply) => readHistory(reply, id, target),
  });
  return {
    id,
    model: target.model,
    parts,
    finish: 'stop',
    usage: { images: parts.length },
    warnings: [...endUserIgnored(job), ...extras.warnings],
    extensions: {},
  };
}

function workflowOf({ inputs, mask }: ImageJob, target: Target): TreeObject {
  const own = workflowsOf(target);
  if (inputs.length === 0) return own.workflow ?? DRAWING;
  return own.edit_workflow ?? (mask ? INPAINTING : EDITING);
}

async function uploads({ inputs, mask }: ImageJob, io: ProcedureIo): Promise<Pick<Values, 'image' | 'mask'>> {
  const [input] = inputs;
  return {
    ...(input && { image: await upload(input.payload, input.mediaType, io) }),
    ...(mask && { mask: await upload(mask, 'image/png', io) }),
  };
}

const SIDE = 1024;
const HIGHEST_SEED = 2 ** 32;
/** Shares of noise an edit starts from. */
const NOISE = { high: 0.45, low: 0.85, usual: 0.7 };

function valuesOf({ prompt, order, inputs, mask }: ImageJob, { model }: Target, extras: TreeObject): Values {
  const noise = mask ? 1 : NOISE[order.inputFidelity ?? 'usual'];
  return {
    model,
    prompt,
    negative_prompt: order.negativePrompt ?? '',
    // quirk(comfyui): the same workflow is answered from a cache, so the seed must be another — ComfyUI execution.py, seen 2026-11
    seed: order.seed ?? Math.floor(Math.random() * HIGHEST_SEED),
    width: order.size?.width ?? SIDE,
    height: order.size?.height ?? SIDE,
    count: order.count,
    steps: asNumber(extras.steps) ?? 25,
    cfg: asNumber(extras.cfg_scale) ?? 7,
    sampler: asString(extras.sampler_name) ?? 'euler',
    scheduler: asString(extras.scheduler) ?? 'normal',
    denoise: inputs.length === 0 ? 1 : (asNumber(extras.denoising_strength) ?? noise),
  };
}

/** quirk(comfyui): the history does not know a work before it has ended — ComfyUI server.py, seen 2026-11 */
function readHistory({ tree }: Reply, id: string, target: Target): MediaPart[] | undefined {
  const entry = member(tree, id);
  if (!isObject(entry)) return undefined;
  const status = member(entry, 'status');
  if (asString(member(status, 'status_str')) === 'error')
    throw whyFailed(asArray(member(status, 'messages')));
  const parts = picturesIn(member(entry, 'outputs'), target);
  if (parts.length > 0) return parts;
  throw new GatewayError('no_image', 'The workflow ended without a picture: is there an output node in it?');
}

/** What output nodes have written; pictures kept for good are the result where there are both. */
function picturesIn(outputs: Tree | undefined, { baseUrl }: Target): MediaPart[] {
  const files = isObject(outputs)
    ? Object.values(outputs).flatMap((output) => asArray(member(output, 'images')))
    : [];
  const saved = files.filter((file) => asString(member(file, 'type')) === 'output');
  return (saved.length > 0 ? saved : files).flatMap((file) => {
    const filename = asString(member(file, 'filename'));
    if (filename === undefined) return [];
    const subfolder = asString(member(file, 'subfolder')) ?? '';
    const query = new URLSearchParams({
      filename,
      subfolder,
      type: asString(member(file, 'type')) ?? 'output',
    });
    return [{ type: 'media', media: { from: 'url', url: `${baseUrl}/view?${query}` } } as const];
  });
}

/** `["execution_error", {node_type, exception_message, …}]` among the messages. */
function whyFailed(messages: readonly Tree[]): GatewayError {
  const [, facts] = asArray(messages.find((message) => asArray(message)[0] === 'execution_error'));
  const said = asString(member(facts, 'exception_message')) ?? 'interrupted';
  const where = asString(member(facts, 'node_type')) ?? '';
  return new GatewayError('upstream_error', 'The workflow failed.', {
    retry: 'next-target',
    internal: `${where}: ${said}`.slice(0, 500),
  });
}
