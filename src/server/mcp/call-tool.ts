import type { ServerResponse } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Frame } from '../../contract/dialect.ts';
import { GatewayError } from '../../contract/error.ts';
import { isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { EarlyFailure } from '../../pipeline/encode-events.ts';
import type { StreamOutcome } from '../../pipeline/exchange.ts';
import { type Caller, type Outcome, runExchange } from '../../pipeline/index.ts';
import type { ListedImageModel } from '../../pipeline/questions/catalogue.ts';
import { newRequestId } from '../headers/request-id.ts';
import { clientOrigin } from '../origin.ts';
import type { McpOptions } from './options.ts';
import type { CallTool } from './protocol.ts';

/** Told to the client while the provider draws without a word, so that it does not give up. */
const HEARTBEAT_MS = 5_000;

/** Runs tools for one HTTP request. `close` frees their pictures, once the answer is written. */
export function createToolCaller(
  options: McpOptions,
  request: FastifyRequest,
  caller: Caller,
  response: ServerResponse,
) {
  const outcomes: Outcome[] = [];
  const gone = new AbortController();
  response.once('close', () => gone.abort(new GatewayError('client_closed', 'The client went away.')));

  const callTool: CallTool = async (call, progress) => {
    if (call.name === 'list_image_models') return listed(options.imageModels(caller));
    if (!options.tools.some(({ name }) => name === call.name)) return unknownTool(call.name);
    const outcome = await runExchange(
      options.parts,
      incoming(options, request, withModel(call, options.imageModels(caller)), gone.signal),
    );
    outcomes.push(outcome);
    const began = Date.now();
    const heartbeat = setInterval(
      () => progress(`Still drawing, ${Math.round((Date.now() - began) / 1000)} s so far.`),
      HEARTBEAT_MS,
    );
    try {
      return await resultOf(outcome, progress);
    } finally {
      clearInterval(heartbeat);
    }
  };
  const close = async (): Promise<void> => {
    await Promise.all(outcomes.map((outcome) => outcome.close()));
  };
  return { callTool, close };
}

function incoming(options: McpOptions, request: FastifyRequest, call: TreeObject, clientGone: AbortSignal) {
  return {
    requestId: newRequestId(),
    dialect: options.dialect,
    route: options.route,
    url: request.url,
    path: '/mcp',
    params: {},
    headers: request.headers,
    ip: request.ip,
    origin: options.publicUrl ?? clientOrigin(request),
    clientGone,
    readBody: async () => ({ kind: 'json' as const, tree: call as Tree }),
  };
}

/** The first model that draws, where the caller names none. */
function withModel(call: TreeObject, imageModels: readonly ListedImageModel[]): TreeObject {
  const args = isObject(call.arguments) ? call.arguments : {};
  return { ...call, arguments: { ...args, model: args.model ?? imageModels[0]?.id ?? '' } };
}

async function* framesOf({ frames }: StreamOutcome): AsyncGenerator<Frame | Uint8Array> {
  for await (const batch of frames) yield* batch;
}

async function resultOf(outcome: Outcome, progress: (message: string) => void): Promise<TreeObject> {
  if (outcome.kind === 'kept') throw new TypeError('answers to tool calls are not kept');
  if (outcome.kind === 'whole') return outcome.reply.tree as TreeObject;
  let result: Tree = null;
  try {
    for await (const frame of framesOf(outcome)) {
      if (frame instanceof Uint8Array || 'done' in frame) continue;
      if (frame.event === 'result') result = frame.data;
      else if (isObject(frame.data)) progress(String(frame.data.message));
    }
  } catch (failure) {
    if (!(failure instanceof EarlyFailure)) throw failure;
    return outcome.encodeError(failure.error).tree as TreeObject;
  }
  return result as TreeObject;
}

function listed(imageModels: readonly ListedImageModel[]): TreeObject {
  const models = imageModels as unknown as Tree;
  return { content: [{ type: 'text', text: JSON.stringify(models) }], structuredContent: { models } };
}

const unknownTool = (name: Tree | undefined): TreeObject => ({
  content: [{ type: 'text', text: `There is no tool ${JSON.stringify(name ?? null)}.` }],
  isError: true,
});
