import type { Exchange, Target } from '../../contract/provider.ts';
import type { ChatJob, Warning } from '../../contract/request.ts';
import { asArray, isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { responses } from '../openai/responses.ts';
import { isDated, settingsOf } from './settings.ts';

/**
 * POST /responses with the image_generation tool: how a text model draws, here through an image deployment that a header names.
 * Of the dated API no such path is known, so these calls go to the v1 API in any case.
 */
export const drawing: Required<Exchange<ChatJob>> = {
  ...responses,
  encode(job, target) {
    const { image_deployment: deployment = '', image_model: model } = settingsOf(target);
    const { call, warnings } = responses.encode(drawnBy(model, job), target);
    const tree = call.body?.kind === 'json' ? withoutToolModel(call.body.tree) : {};
    return {
      call: {
        ...call,
        path: v1Path(call.path, target),
        // quirk(azure-openai): the header names the deployment; the tool's `model` does not. — azure spec A3, seen 2026-11
        headers: { ...call.headers, 'x-ms-oai-image-generation-deployment': deployment },
        body: { kind: 'json', tree },
      },
      warnings: [...warnings, ...lostModel(job, model)],
    };
  },
};

/** Which model's rules hold is the deployment's choice, not the client's. */
function drawnBy(model: string, job: ChatJob): ChatJob {
  const { request } = job;
  const { image } = request.output;
  if (!image) return job;
  return { ...job, request: { ...request, output: { ...request.output, image: { ...image, model } } } };
}

function lostModel({ request }: ChatJob, model: string): Warning[] {
  const asked = request.output.image?.model;
  if (asked === undefined || asked === model) return [];
  const detail = `This channel draws with ${model}.`;
  return [{ kind: 'adjusted', field: 'tools[].image_generation.model', detail }];
}

function v1Path(path: string, target: Target): string {
  const settings = settingsOf(target);
  if (isDated(settings)) return target.baseUrl.endsWith('/v1') ? path : `/v1${path}`;
  return settings.api_version === undefined ? path : `${path}?api-version=${settings.api_version}`;
}

function withoutToolModel(tree: Tree): Tree {
  if (!isObject(tree)) return tree;
  const tools = asArray(tree.tools).map((tool): Tree => {
    if (!isObject(tool) || tool.type !== 'image_generation') return tool;
    const { model: _, ...rest } = tool as TreeObject;
    return rest;
  });
  return { ...tree, tools };
}
