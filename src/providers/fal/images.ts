import { GatewayError } from '../../contract/error.ts';
import { awaitResult } from '../../contract/polling.ts';
import type { Procedure, ProcedureIo, Reply, Target } from '../../contract/provider.ts';
import type { ImageJob, MediaPart } from '../../contract/request.ts';
import type { Response } from '../../contract/response.ts';
import { asArray, asString, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { dataUrl, endUserIgnored, pictureFrom, splitExtras } from '../openai-compatible/pictures.ts';
import { familyOf } from './models.ts';

/** Into the queue, poll, take the result; a work nobody waits for any longer is cancelled. */
export const images: Procedure<ImageJob> = { kind: 'procedure', run };

/** Fields of many endpoints that a client may pass along. */
const EXTRAS = ['guidance_scale', 'num_inference_steps', 'acceleration', 'enable_prompt_expansion', 'loras'];

async function run(job: ImageJob, target: Target, io: ProcedureIo): Promise<Response> {
  const extras = splitExtras(job, EXTRAS);
  const path = `/${endpointOf(job, target.model)}`;
  const ticket = await io.submit(async () => {
    const tree = { ...extras.fields, ...encodeInput(job, target) };
    return readTicket(await io.send({ method: 'POST', path, body: { kind: 'json', tree } }), path);
  });
  await awaitResult(io, {
    poll: { method: 'GET', path: ticket.status },
    takeBack: { method: 'PUT', path: ticket.cancel },
    read: (reply) => asString(member(reply.tree, 'status')) === 'COMPLETED' || undefined,
  });
  const parts = await awaitResult(io, {
    poll: { method: 'GET', path: ticket.result },
    // quirk(fal): a work that failed is COMPLETED too; its result is refused with the reason — fal request errors page, seen 2026-11
    isVerdict: ({ code, facts }) => facts.upstreamStatus !== undefined && code !== 'rate_limited',
    read: ({ tree: result }) => readPictures(result),
  });
  return {
    id: ticket.id,
    model: target.model,
    parts,
    finish: 'stop',
    usage: { images: parts.length },
    warnings: [...endUserIgnored(job), ...extras.warnings],
    extensions: {},
  };
}

function endpointOf({ inputs }: ImageJob, model: string): string {
  if (inputs.length === 0) return model;
  return familyOf(model).editor?.(model) ?? model;
}

function encodeInput({ prompt, inputs, order }: ImageJob, { model, card }: Target): TreeObject {
  const { sources, lax } = familyOf(model);
  const urls = inputs.map(dataUrl);
  return {
    prompt,
    image_size: order.size && { width: order.size.width, height: order.size.height },
    aspect_ratio: order.aspectRatio,
    resolution: order.tier || undefined,
    ...((card.image?.maxCount ?? 1) > 1 && { num_images: order.count }),
    output_format: order.format,
    seed: order.seed,
    negative_prompt: order.negativePrompt,
    ...(order.moderation === 'low' && lax),
    ...(urls.length > 0 && { [sources]: sources === 'image_urls' ? urls : urls[0] }),
  };
}

/** quirk(fal): the addresses of a work hold only the model's owner and name, so they are taken as given — fal inference API, seen 2026-11 */
function readTicket({ tree }: Reply, path: string) {
  const id = asString(member(tree, 'request_id')) ?? '';
  const [, owner, name] = path.split('/');
  const own = `/${owner}/${name}/requests/${id}`;
  return {
    id,
    status: asString(member(tree, 'status_url')) ?? `${own}/status`,
    result: asString(member(tree, 'response_url')) ?? own,
    cancel: asString(member(tree, 'cancel_url')) ?? `${own}/cancel`,
  };
}

/** quirk(fal): a picture the safety checker withheld is there, but black, with a flag beside it — endpoint output types, seen 2026-11 */
function readPictures(tree: Tree): MediaPart[] {
  const items = [...asArray(member(tree, 'images')), member(tree, 'image') ?? null];
  const flags = asArray(member(tree, 'has_nsfw_concepts') ?? member(tree, 'nsfw_content_detected'));
  const drawn = items.flatMap((item, at) => {
    const part = pictureFrom(member(item, 'url'));
    return part ? [{ part, withheld: flags[at] === true }] : [];
  });
  const parts = drawn.filter(({ withheld }) => !withheld).map(({ part }) => part);
  if (parts.length > 0) return parts;
  if (drawn.length > 0)
    throw new GatewayError('content_policy', "The provider's safety checker withheld the picture.");
  throw new GatewayError('no_image', 'The upstream answered without a picture.');
}
