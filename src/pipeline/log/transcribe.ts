import type { BodyNote, CallNote } from '../../bodies/transcript.ts';
import type { Frame } from '../../contract/dialect.ts';
import type { Call, Reply } from '../../contract/provider.ts';
import { readReply } from '../../egress/read-reply.ts';
import type { UpstreamReply } from '../../egress/upstream.ts';
import type { Candidate } from '../../routing/candidates.ts';
import type { Answer } from '../answer.ts';
import type { Exchange, WholeOutcome } from '../exchange.ts';

/** An upstream's answer, and where its body is taken note of. */
export interface NotedReply extends UpstreamReply {
  readonly note?: CallNote;
}

/** Bodies are kept, or not, as the caller's project wants it. */
export function openTranscript(exchange: Exchange): void {
  const { parts, caller, incoming, started } = exchange;
  if (!caller) return;
  const facts = { requestId: incoming.requestId, project: caller.project, createdAt: started };
  exchange.transcript = parts.bodies.open(facts, caller.bodies);
}

export function noteClientRequest({ transcript, incoming, body }: Exchange): void {
  if (body) transcript?.clientRequest({ method: incoming.route.method, url: incoming.path }, body);
}

/** Takes note of what the client is answered. */
export function noted({ transcript }: Exchange, outcome: WholeOutcome): WholeOutcome {
  const { reply, relayed } = outcome;
  const note = transcript?.clientAnswer();
  if (!relayed) note?.tree(reply.status, reply.tree);
  else {
    note?.begins(reply.status, 'application/json');
    void note?.add(relayed.pieces);
  }
  return outcome;
}

export function noteCall(
  { transcript, attempts }: Exchange,
  candidate: Candidate,
  call: Call,
): CallNote | undefined {
  return transcript?.upstreamCall({
    attempt: attempts.length,
    call,
    url: urlOf(candidate.target.baseUrl, call.path),
    secrets: candidate.channel.credentials.map(({ secret }) => secret.reveal()),
  });
}

/** Keys stand in some providers' queries. */
function urlOf(baseUrl: string, path: string): string {
  const url = URL.parse(/^https?:/.test(path) ? path : baseUrl + path);
  return url ? url.origin + url.pathname : (path.split('?', 1)[0] ?? '');
}

/** Reads a whole answer and takes note of it. */
export async function readNoted({ spool }: Exchange, upstream: NotedReply): Promise<Reply> {
  const reply = await readReply(upstream, { spool });
  upstream.note?.replied(reply);
  return reply;
}

export const streamNote = ({ note, status, headers }: NotedReply): BodyNote | undefined =>
  note?.streams(status, headers['content-type'] ?? 'text/event-stream');

/** Takes note of frames as they pass. */
export function notedFrames(frames: Answer<Frame>, note: BodyNote | undefined): Answer<Frame> {
  return note ? watched(frames, (batch) => note.frames(batch)) : frames;
}

/** Takes note of bytes as they pass. */
export function notedBytes(
  chunks: AsyncIterable<Uint8Array>,
  note: BodyNote | undefined,
): AsyncIterable<Uint8Array> {
  return note ? watched(chunks, (chunk) => note.add([chunk])) : chunks;
}

async function* watched<T>(
  source: AsyncIterable<T>,
  see: (item: T) => void | Promise<void>,
): AsyncGenerator<T> {
  for await (const item of source) {
    const pressure = see(item);
    if (pressure) await pressure;
    yield item;
  }
}

/** Keeps what was taken note of. The exchange's spool must still be there: pictures lie in it. */
export async function closeTranscript({ transcript, parts, incoming }: Exchange): Promise<void> {
  if (transcript) await parts.bodies.close(transcript, incoming.requestId);
}
