import { invalid } from '../../contract/error.ts';
import type { ImageJob, ImageRequest, SniffedImage } from '../../contract/request.ts';
import { type ImagePlan, planImage } from '../../media/plan.ts';
import type { Exchange } from '../exchange.ts';
import type { Routes } from '../route.ts';
import { canStream, type MaskedOriginal, type Work } from '../work.ts';
import { applyEdits, finishingOf, gather, prepareMask } from './pictures.ts';
import type { Surface } from './surface.ts';

/** Pictures through a provider's image operation. */
export async function preparePicture(
  exchange: Exchange,
  { operation, request, capability, defaults }: Extract<Surface, { kind: 'picture' }>,
  alternatives: Routes['alternatives'],
): Promise<Work> {
  const { fields, wishes, model } = request;
  const pictures = await Promise.all(
    request.inputs.map((ref) => gather(exchange, ref, fields.inputs ?? 'image')),
  );
  const stream = request.stream && capability.stream && canStream(operation);
  const plan = planImage({
    wishes,
    fields,
    capability,
    model,
    alternatives,
    task: request.task === 'generate' ? 'generate' : 'edit',
    inputs: pictures,
    mask: request.mask !== undefined,
    stream: request.stream,
    defaults,
  });
  const masked = await prepareMask(exchange, request.mask, fields.mask ?? 'mask', pictures[0]);
  const inputs = await Promise.all(
    pictures
      .slice(0, plan.inputCount)
      .map((picture, index) =>
        applyEdits(exchange, picture, plan.inputEdits[index] ?? [], fields.inputs ?? 'image'),
      ),
  );
  refuseLongPrompt(request, capability.maxPrompt);
  const jobs = jobsOf(request, plan, stream, withMask(inputs, plan, masked));
  return {
    tasks: jobs.map((job) => ({ operation, job })),
    warnings: [...request.warnings, ...plan.warnings, ...(masked?.warnings ?? [])],
    finishing: finishingOf(plan, request, masked),
    pictureRequired: true,
  };
}

/** How inputs and mask travel: the mask in its own field, or as one more picture that the prompt explains. */
function withMask(
  inputs: SniffedImage[],
  plan: ImagePlan,
  masked: MaskedOriginal | undefined,
): Pick<ImageJob, 'inputs' | 'mask'> {
  if (!masked || !plan.maskAs) return { inputs };
  if (plan.maskAs === 'alpha') return { inputs, mask: masked.mask };
  return { inputs: [...inputs, { payload: masked.reference, mediaType: 'image/png' }] };
}

function jobsOf(
  request: ImageRequest,
  plan: ImagePlan,
  stream: boolean,
  pictures: Pick<ImageJob, 'inputs' | 'mask'>,
): ImageJob[] {
  const prompt = [request.prompt, ...plan.promptHints].join('\n');
  return plan.calls.map(({ order }) => ({ operation: 'image', request, prompt, ...pictures, order, stream }));
}

function refuseLongPrompt({ prompt, fields, model }: ImageRequest, max: number | undefined): void {
  if (max === undefined || prompt.length <= max) return;
  const field = fields.prompt ?? 'prompt';
  throw invalid(field, `${field} has ${prompt.length} characters; ${model} takes at most ${max}.`);
}
