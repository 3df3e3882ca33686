import { GatewayError } from '../../contract/error.ts';
import type { Procedure, ProcedureIo, Target } from '../../contract/provider.ts';
import type { ImageJob } from '../../contract/request.ts';
import type { Response } from '../../contract/response.ts';
import { asArray, asString, member, SplicedString, type TreeObject } from '../../contract/tree.ts';
import { endUserIgnored, pictureFrom, splitExtras } from '../openai-compatible/pictures.ts';
import { LOADED } from './models.ts';

/** One call that answers when the picture is there; before it, a look whether the checkpoint exists. */
export const images: Procedure<ImageJob> = { kind: 'procedure', run };

/** Fields of the server's own that a client may pass along. */
const EXTRAS = [
  'steps',
  'cfg_scale',
  'sampler_name',
  'scheduler',
  'denoising_strength',
  'enable_hr',
  'hr_scale',
];

async function run(job: ImageJob, target: Target, io: ProcedureIo): Promise<Response> {
  if (target.model !== LOADED) await refuseUnknown(target.model, io);
  const extras = splitExtras(job, EXTRAS);
  const edits = job.inputs.length > 0;
  const tree = { ...encode(job, target), ...(edits && encodeEdit(job)), ...extras.fields };
  const path = edits ? '/sdapi/v1/img2img' : '/sdapi/v1/txt2img';
  const { tree: answer } = await io.send({ method: 'POST', path, body: { kind: 'json', tree } });
  // Where the server is set to return a grid of them all, the grid comes first.
  const parts = asArray(member(answer, 'images'))
    .flatMap((picture) => pictureFrom(picture) ?? [])
    .slice(-job.order.count);
  if (parts.length === 0) throw new GatewayError('no_image', 'The upstream answered without a picture.');
  return {
    id: '',
    model: target.model,
    parts,
    finish: 'stop',
    usage: { images: parts.length },
    warnings: [...endUserIgnored(job), ...extras.warnings],
    extensions: {},
  };
}

/** quirk(automatic1111): a checkpoint it does not have is ignored, and another one draws — webui modules/processing.py, seen 2026-11 */
async function refuseUnknown(model: string, io: ProcedureIo): Promise<void> {
  const { tree } = await io.send({ method: 'GET', path: '/sdapi/v1/sd-models' });
  const names = asArray(tree).flatMap((entry) => [member(entry, 'title'), member(entry, 'model_name')]);
  if (names.some((name) => asString(name) === model)) return;
  throw new GatewayError('model_not_found', `The server has no checkpoint named ${model}.`, {
    retry: 'next-target',
  });
}

function encode({ prompt, order }: ImageJob, { model }: Target): TreeObject {
  return {
    prompt,
    negative_prompt: order.negativePrompt,
    width: order.size?.width,
    height: order.size?.height,
    batch_size: order.count,
    seed: order.seed,
    ...(model !== LOADED && {
      override_settings: { sd_model_checkpoint: model },
      // Loading a checkpoint takes long: the next request probably wants the same one.
      override_settings_restore_afterwards: false,
    }),
  };
}

/** Shares of noise; between them lies the server's own 0.75. */
const NOISE = { high: 0.45, low: 0.85 };

function encodeEdit({ inputs, mask, order }: ImageJob): TreeObject {
  return {
    init_images: inputs.map(({ payload }) => SplicedString.of('', payload)),
    ...(order.inputFidelity && { denoising_strength: NOISE[order.inputFidelity] }),
    ...(mask && {
      mask: SplicedString.of('', mask),
      // quirk(automatic1111): of a mask with transparency the alpha counts, opaque = repaint; ours is the other way round — webui modules/processing.py, seen 2026-11
      inpainting_mask_invert: 1,
      // Start from what is there: the server's default fills the hole with a blur first.
      inpainting_fill: 1,
    }),
  };
}
