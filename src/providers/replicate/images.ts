import { GatewayError } from '../../contract/error.ts';
import { awaitResult } from '../../contract/polling.ts';
import type { Procedure, ProcedureIo, Reply, Target } from '../../contract/provider.ts';
import type { ImageJob, MediaPart } from '../../contract/request.ts';
import type { Response } from '../../contract/response.ts';
import { asString, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { endUserIgnored, pictureFrom, splitExtras } from '../openai-compatible/pictures.ts';
import { predictionFailure } from './errors.ts';
import { familyOf } from './models.ts';
import { sourceOf } from './sources.ts';

/** A prediction: created, polled, cancelled where nobody waits for it any longer. */
export const images: Procedure<ImageJob> = { kind: 'procedure', run };

/** Fields of many models that a client may pass along. */
const EXTRAS = ['guidance', 'guidance_scale', 'num_inference_steps', 'go_fast', 'prompt_upsampling', 'steps'];

async function run(job: ImageJob, target: Target, io: ProcedureIo): Promise<Response> {
  const { open } = familyOf(target.model);
  const extras = splitExtras(job, open ? namesOf(job) : EXTRAS);
  const { id } = await io.submit(async () => {
    const input = { ...extras.fields, ...(await encodeInput(job, target, io)) };
    const { tree } = await io.send({ method: 'POST', ...addressed(target.model, input) });
    return { id: asString(member(tree, 'id')) ?? '' };
  });
  const parts = await awaitResult(io, {
    poll: { method: 'GET', path: `/predictions/${id}` },
    takeBack: { method: 'POST', path: `/predictions/${id}/cancel` },
    read: readPrediction,
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

/** quirk(replicate): `owner/name` has a route of its own, `owner/name:version` names the version in the body — Replicate HTTP API, seen 2026-11 */
function addressed(model: string, input: TreeObject) {
  const [name, version] = model.split(':');
  return version === undefined
    ? { path: `/models/${name}/predictions`, body: { kind: 'json', tree: { input } } as const }
    : { path: '/predictions', body: { kind: 'json', tree: { version, input } } as const };
}

async function encodeInput(
  { prompt, inputs, order }: ImageJob,
  { model }: Target,
  io: ProcedureIo,
): Promise<TreeObject> {
  const { sources, count, lax, custom } = familyOf(model);
  const { size, format } = order;
  return {
    prompt,
    ...(size && { width: size.width, height: size.height, ...(custom && { aspect_ratio: 'custom' }) }),
    ...(order.aspectRatio !== undefined && { aspect_ratio: order.aspectRatio }),
    ...(count !== undefined && { [count]: order.count }),
    ...(format && { output_format: format === 'jpeg' ? 'jpg' : format }),
    // quirk(replicate): the default is 80, which costs pixels nobody asked to lose — the models' API pages, seen 2026-11
    ...(takesQuality(order.format, model) && { output_quality: order.compression ?? 100 }),
    seed: order.seed,
    negative_prompt: order.negativePrompt,
    ...(order.moderation === 'low' && lax),
    ...(sources !== undefined &&
      inputs.length > 0 && { [sources]: await Promise.all(inputs.map((input) => sourceOf(input, io))) }),
  };
}

const takesQuality = (format: string | undefined, model: string): boolean =>
  format !== undefined && format !== 'png' && familyOf(model).image.format.compression;

const namesOf = ({ request }: ImageJob): string[] =>
  Object.values(request.extensions).flatMap((fields) => Object.keys(fields));

function readPrediction({ tree }: Reply): MediaPart[] | undefined {
  const status = asString(member(tree, 'status')) ?? '';
  if (/^(failed|canceled|aborted)$/.test(status))
    throw predictionFailure(status, asString(member(tree, 'error')) ?? '');
  if (status !== 'succeeded') return undefined;
  const parts = picturesOf(member(tree, 'output'));
  if (parts.length > 0) return parts;
  throw new GatewayError('no_image', 'The upstream answered without a picture.');
}

/** quirk(replicate): one link or a list of them, as the model likes — Replicate HTTP API, seen 2026-11 */
const picturesOf = (output: Tree | undefined): MediaPart[] =>
  [output ?? null].flat().flatMap((item) => pictureFrom(item) ?? []);
