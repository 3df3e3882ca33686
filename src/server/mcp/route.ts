import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../../contract/error.ts';
import type { Tree } from '../../contract/tree.ts';
import { readJson } from '../../wire/json-scan.ts';
import { KEEP_ALIVE, writeFrame } from '../../wire/sse.ts';
import { KeepAlive } from '../replies/keep-alive.ts';
import { isGone, writeBody, writeReply } from '../replies/write.ts';
import { uploadOf } from '../upload.ts';
import { createToolCaller } from './call-tool.ts';
import { readMessages } from './messages.ts';
import type { McpOptions } from './options.ts';

/** `POST /mcp`: the Model Context Protocol over streamable HTTP, without sessions. */
export function registerMcp(app: FastifyInstance, options: McpOptions): void {
  app.post('/mcp', async (asked, reply) => {
    const request = asked.raw;
    reply.hijack();
    const running = options.running.begin();
    const spool = options.parts.blobs.spool();
    let toolCaller: ToolCaller | undefined;
    try {
      const caller = await options.authenticate(asked);
      toolCaller = createToolCaller(options, asked, caller, reply.raw);
      const body = await readJson(uploadOf(request, options.clientTimeoutMs), {
        spool,
        maxBytes: options.bodyLimitBytes(),
      });
      await answer(options, request, reply.raw, { body, callTool: toolCaller.callTool });
    } catch (thrown) {
      await refuse(reply.raw, GatewayError.from(thrown));
    } finally {
      await toolCaller?.close();
      await spool.dispose();
      options.running.end(running);
    }
  });
  app.route({
    method: ['GET', 'DELETE'],
    url: '/mcp',
    handler: async (_request, reply) =>
      reply.code(405).header('allow', 'POST').send(rpcError(-32000, 'There are no sessions here: use POST.')),
  });
}

type ToolCaller = ReturnType<typeof createToolCaller>;

interface Conversation {
  readonly body: Tree;
  readonly callTool: ToolCaller['callTool'];
}

async function answer(
  { tools, version }: McpOptions,
  request: IncomingMessage,
  response: ServerResponse,
  { body, callTool }: Conversation,
): Promise<void> {
  const messages = await readMessages(body);
  const requests = messages.flatMap((each) => ('method' in each && 'id' in each ? [each.id] : []));
  if (requests.length === 0) {
    response.writeHead(202).end();
    return;
  }
  const [{ createProtocol }, { ExchangeTransport }] = await Promise.all([
    import('./protocol.ts'),
    import('./transport.ts'),
  ]);
  const transport = new ExchangeTransport(requests);
  const protocol = createProtocol({ version, tools, callTool });
  await protocol.connect(transport);
  for (const message of messages) transport.onmessage?.(message);
  const streams = String(request.headers.accept ?? '').includes('text/event-stream');
  if (streams) await stream(response, transport.outgoing);
  else await whole(response, transport.outgoing, Array.isArray(body));
  await protocol.close();
}

async function stream(response: ServerResponse, outgoing: AsyncIterable<JSONRPCMessage>): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform' });
  const keepAlive = new KeepAlive(response, KEEP_ALIVE);
  try {
    for await (const message of outgoing) {
      if (isGone(response)) continue;
      keepAlive.beginEvent();
      await writeBody(response, writeFrame({ event: 'message', data: message as unknown as Tree }));
      keepAlive.endEvent();
    }
  } finally {
    keepAlive.stop();
    response.end();
  }
}

async function whole(
  response: ServerResponse,
  outgoing: AsyncIterable<JSONRPCMessage>,
  batch: boolean,
): Promise<void> {
  const answers = (await Array.fromAsync(outgoing)).filter(
    (message) => !('method' in message),
  ) as unknown as Tree[];
  await writeReply(response, { status: 200, headers: {}, tree: batch ? answers : (answers[0] ?? null) }, {});
}

const INVALID_REQUEST = -32600;

const rpcError = (code: number, message: string) => ({ jsonrpc: '2.0', id: null, error: { code, message } });

const refuse = (response: ServerResponse, { code, status, message }: GatewayError): Promise<void> => {
  const tree = rpcError(code === 'invalid_request' ? INVALID_REQUEST : -32000, message);
  return writeReply(response, { status, headers: {}, tree }, {});
};
