import { GatewayError } from '../../contract/error.ts';
import { awaitResult } from '../../contract/polling.ts';
import type { Procedure, ProcedureIo, Reply, Target } from '../../contract/provider.ts';
import type { ImageJob, MediaPart } from '../../contract/request.ts';
import type { Response } from '../../contract/response.ts';
import {
  asNumber,
  asString,
  member,
  SplicedString,
  type Tree,
  type TreeObject,
} from '../../contract/tree.ts';
import { endUserIgnored, pictureFrom, splitExtras } from '../openai-compatible/pictures.ts';

/** Submit, poll where the submission says, take the link. There is no way to take work back. */
export const images: Procedure<ImageJob> = { kind: 'procedure', run };

/** Fields of BFL's own that a client may pass along. */
const EXTRAS = ['steps', 'guidance', 'prompt_upsampling', 'disable_pup', 'raw', 'safety_tolerance'];

async function run(job: ImageJob, target: Target, io: ProcedureIo): Promise<Response> {
  const extras = splitExtras(job, EXTRAS);
  const { id, poll, credits } = await io.submit(async () => {
    const tree = { ...extras.fields, ...encodeBody(job) };
    const body = { kind: 'json', tree } as const;
    return readTicket(await io.send({ method: 'POST', path: `/${target.model}`, body }));
  });
  const picture = await awaitResult(io, { poll: { method: 'GET', path: poll }, read: readPoll });
  return {
    id,
    model: target.model,
    parts: [picture],
    finish: 'stop',
    // quirk(bfl): the cost comes in credits, one of them is a cent — BFL pricing page, seen 2026-11
    usage: { images: 1, ...(credits !== undefined && { cost: credits / 100 }) },
    warnings: [...endUserIgnored(job), ...extras.warnings],
    extensions: {},
  };
}

function readTicket({ tree }: Reply) {
  const id = asString(member(tree, 'id')) ?? '';
  return {
    id,
    // quirk(bfl): the work is known only to the region that took it, so the address given must be polled — BFL integration guide, seen 2026-11
    poll: asString(member(tree, 'polling_url')) ?? `/get_result?id=${id}`,
    credits: asNumber(member(tree, 'cost')),
  };
}

const LAX = 5;

function encodeBody({ prompt, inputs, order }: ImageJob): TreeObject {
  return {
    prompt,
    width: order.size?.width,
    height: order.size?.height,
    aspect_ratio: order.aspectRatio,
    output_format: order.format,
    seed: order.seed,
    ...(order.moderation === 'low' && { safety_tolerance: LAX }),
    // quirk(bfl): base64 without a data URL around it; input_image, input_image_2, … — BFL API reference, seen 2026-11
    ...Object.fromEntries(
      inputs.map(({ payload }, at) => [
        at === 0 ? 'input_image' : `input_image_${at + 1}`,
        SplicedString.of('', payload),
      ]),
    ),
  };
}

function readPoll({ tree }: Reply): MediaPart | undefined {
  const status = asString(member(tree, 'status')) ?? '';
  if (status === 'Ready') return pictureOf(tree);
  const refused = REFUSED[status];
  if (refused) throw new GatewayError('content_policy', refused, { upstreamCode: status });
  if (!/^(Error|Failed|Task not found)$/.test(status)) return undefined;
  throw new GatewayError('upstream_error', 'The upstream could not finish the picture.', {
    retry: 'next-target',
    upstreamCode: status,
    internal: JSON.stringify(member(tree, 'details') ?? null).slice(0, 500),
  });
}

/** quirk(bfl): a refusal is a status of the work, under HTTP 200 — BFL errors page, seen 2026-11 */
const REFUSED: { readonly [status: string]: string } = {
  'Request Moderated': 'The provider refused the prompt or an input picture by its content policy.',
  'Content Moderated': 'The provider withheld the picture by its content policy.',
};

function pictureOf(tree: Tree): MediaPart {
  const picture = pictureFrom(member(member(tree, 'result'), 'sample'));
  if (picture) return picture;
  throw new GatewayError('no_image', 'The upstream answered without a picture.');
}
