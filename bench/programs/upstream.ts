/** The one upstream that everybody is measured against: answers at once from memory, whatever is asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { CHAT_REPLY, eventsFor, pictureReply } from '../replies.ts';

type Answer = (response: ServerResponse, body: string) => void;

const JSON_TYPE = { 'content-type': 'application/json' };
const SSE_TYPE = { 'content-type': 'text/event-stream' };

const ANSWERS: readonly (readonly [path: RegExp, answer: Answer])[] = [
  [
    /\/chat\/completions$/,
    (response, body) => {
      if (/"stream":\s*true/.test(body)) return sendEvents(response, 'openai');
      response.writeHead(200, { ...JSON_TYPE, 'content-length': CHAT_REPLY.length }).end(CHAT_REPLY);
    },
  ],
  [/:streamGenerateContent/, (response) => sendEvents(response, 'gemini')],
  [/:generateContent/, (response) => sendPicture(response, 'gemini', 8)],
  [/\/images\/edits$/, (response) => sendPicture(response, 'openai', 0)],
  [
    /\/images\/generations$/,
    (response, body) => sendPicture(response, 'openai', /832x832/.test(body) ? 2 : 8),
  ],
];

/** All events in one write, as they come from an upstream that is faster than the network. */
function sendEvents(response: ServerResponse, format: 'openai' | 'gemini'): void {
  response.writeHead(200, SSE_TYPE);
  response.end(eventsFor(format));
}

/** No two pictures are the same: a store that knows one already may have less to do. */
function sendPicture(response: ServerResponse, format: 'openai' | 'gemini', mebibytes: 0 | 2 | 8): void {
  const pieces = pictureReply(format, mebibytes);
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  response.writeHead(200, { ...JSON_TYPE, 'content-length': length });
  for (const piece of pieces) response.write(piece);
  response.end();
}

/** Long uploads are taken and forgotten; only the beginning is looked at. */
function startOf(request: IncomingMessage, done: (text: string) => void): void {
  let text = '';
  request.on('data', (chunk: Buffer) => {
    if (text.length < 4096) text += chunk.toString('latin1', 0, 4096);
  });
  request.on('end', () => done(text));
}

const server = createServer((request, response) => {
  startOf(request, (body) => {
    const answer = ANSWERS.find(([path]) => path.test(request.url ?? ''))?.[1];
    if (answer) answer(response, body);
    else response.writeHead(404).end();
  });
});
// Longer than any pause of the benchmark: a connection that is closed as it is used again would be somebody's failure.
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.on('disconnect', () => process.exit());
