import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { noisePicture } from '../memory/noise-picture.ts';

/** An upstream that answers for hours and keeps nothing. It speaks OpenAI's formats. */
export interface Model {
  readonly url: string;
  readonly calls: () => number;
  close(): Promise<void>;
}

const PICTURES = 32;
const EVENTS = 20;

export async function startModel(): Promise<Model> {
  const pictures = await Promise.all(Array.from({ length: PICTURES }, () => noisePicture(256, 256)));
  let calls = 0;
  const server = createServer(async (request, response) => {
    calls += 1;
    const picture = pictures[calls % PICTURES] as Buffer;
    await answer(request, response, { number: calls, picture: picture.toString('base64') }).catch(() =>
      response.destroy(),
    );
  });
  // As providers do; Node's five seconds race with whoever is just sending on a machine that stands still for one.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answering {
  readonly number: number;
  /** Base64. */
  readonly picture: string;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  answering: Answering,
): Promise<void> {
  const body = await textOf(request);
  const streams = body.includes('"stream":true') || /name="stream"\r\n\r\ntrue/.test(body);
  if (body.includes('"gpt-5-nano"')) return fail(response, answering.number);
  if (request.url?.includes('/images/'))
    return streams ? drawEvents(response, answering) : json(response, drawn(answering));
  if (request.url?.endsWith('/responses')) return json(response, responded());
  return streams ? talk(response) : json(response, said());
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('latin1');
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function json(response: ServerResponse, tree: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(tree));
}

const FAILURES: readonly ((response: ServerResponse) => void)[] = [
  (response) => json(response, { error: { message: 'Busy.', type: 'server_error' } }, 500),
  (response) => json(response, { error: { message: 'No.', type: 'invalid_request_error' } }, 400),
  (response) => void response.destroy(),
  (response) =>
    void response
      .writeHead(200, { 'content-type': 'application/json' })
      .write('{"choi', () => response.destroy()),
  (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sorry</html>'),
];

const fail = (response: ServerResponse, number: number): void =>
  FAILURES[number % FAILURES.length]?.(response);

const USAGE = { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 };
const said = () => ({
  ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'gpt-5-mini', usage: USAGE },
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }],
});

const responded = () => ({
  ...{
    id: 'resp_1',
    object: 'response',
    created_at: 1,
    status: 'completed',
    model: 'gpt-5-mini',
    error: null,
  },
  output: [
    {
      ...{ type: 'message', id: 'msg_1', status: 'completed', role: 'assistant' },
      content: [{ type: 'output_text', text: 'Hello.', annotations: [] }],
    },
  ],
  usage: { input_tokens: 9, output_tokens: 3, total_tokens: 12 },
});

async function talk(response: ServerResponse): Promise<void> {
  const frame = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt-5-mini' };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let index = 0; index < EVENTS && !response.destroyed; index += 1) {
    const choices = [
      { index: 0, delta: { role: 'assistant', content: `word ${index} ` }, finish_reason: null },
    ];
    response.write(`data: ${JSON.stringify({ ...frame, choices })}\n\n`);
    await pause(5);
  }
  const choices = [{ index: 0, delta: {}, finish_reason: 'stop' }];
  response.write(`data: ${JSON.stringify({ ...frame, choices })}\n\n`);
  response.end(`data: ${JSON.stringify({ ...frame, choices: [], usage: USAGE })}\n\ndata: [DONE]\n\n`);
}

const DRAWING = { input_tokens: 10, output_tokens: 100, total_tokens: 110 };
const drawn = ({ picture }: Answering) => ({ created: 1, data: [{ b64_json: picture }], usage: DRAWING });

async function drawEvents(response: ServerResponse, { picture }: Answering): Promise<void> {
  const send = (type: string, more: object): void =>
    void response.write(`event: ${type}\ndata: ${JSON.stringify({ type, b64_json: picture, ...more })}\n\n`);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  send('image_generation.partial_image', { partial_image_index: 0 });
  await pause(50);
  send('image_generation.completed', { usage: DRAWING });
  response.end();
}
