import type { ServerResponse } from 'node:http';
import type { Frame } from '../../contract/dialect.ts';
import { EarlyFailure } from '../../pipeline/encode-events.ts';
import type { StreamOutcome } from '../../pipeline/exchange.ts';
import { writeJson } from '../../wire/json-write.ts';
import { bodyOf, type WireBody } from '../../wire/wire-body.ts';
import type { Framer } from './framing.ts';
import { KeepAlive } from './keep-alive.ts';
import { isGone, JSON_TYPE, writeBody, writeReply } from './write.ts';

/** Silence after which the stream's headers go out although nothing has been said yet. */
const HEADERS_AFTER_MS = 5_000;

/**
 * Sends a streamed answer at the client's pace, with comments while the provider is silent. A failure before the headers are
 * out is a plain error with its status. When the client goes away the frames are still read to their end where a picture is
 * being paid for, or the answer is kept.
 */
export async function pumpStream(
  response: ServerResponse,
  outcome: StreamOutcome,
  headers: () => { readonly [name: string]: string },
  { framer, keepAliveMs }: { readonly framer: Framer; readonly keepAliveMs: number },
): Promise<void> {
  const { recording, note } = outcome;
  const head = () => ({ ...STREAM_HEADERS, 'content-type': framer.contentType, ...headers() });
  /** The headers go out with the first bytes: sent alone they would take a system call of their own. */
  const open = () => {
    if (!response.headersSent && !isGone(response)) response.writeHead(200, head());
  };
  const openSilently = () => {
    open();
    if (!isGone(response)) response.flushHeaders();
  };
  const opening = setTimeout(openSilently, Math.min(HEADERS_AFTER_MS, keepAliveMs));
  note?.begins(200, framer.contentType);
  const keepAlive = new KeepAlive(response, framer.keepAlive, keepAliveMs);
  try {
    for await (const batch of outcome.frames) {
      const gone = isGone(response);
      if (gone && !outcome.keepGoing) return;
      if (!gone) open();
      keepAlive.beginEvent();
      for (const body of bodiesOf(batch, framer)) {
        await note?.add(body.pieces);
        await recording?.add(body);
        await writeBody(response, body);
      }
      keepAlive.endEvent();
    }
    open();
    const end = framer.end();
    await note?.add(end.pieces);
    await recording?.add(end);
    await writeBody(response, end);
    await recording?.end({ status: 200, headers: head() });
  } catch (failure) {
    await reportFailure(response, outcome, failure, { headers: headers(), framer });
  } finally {
    clearTimeout(opening);
    keepAlive.stop();
    if (!isGone(response)) response.end();
  }
}

/** Frames that came together go out together; bytes are relayed alone or not at all. */
function bodiesOf(batch: readonly (Frame | Uint8Array)[], framer: Framer): WireBody[] {
  const relayed = batch.filter((each) => each instanceof Uint8Array);
  const frames = batch.filter((each): each is Frame => !(each instanceof Uint8Array));
  return [
    ...(relayed.length > 0 ? [bodyOf(relayed)] : []),
    ...(frames.length > 0 ? [framer.write(frames)] : []),
  ];
}

const STREAM_HEADERS = { 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' };

/** A failure before the first frame. It is kept as the plain error it is, also where the stream had been opened. */
async function reportFailure(
  response: ServerResponse,
  { encodeError, recording, note }: StreamOutcome,
  failure: unknown,
  { headers, framer }: { readonly headers: { readonly [name: string]: string }; readonly framer: Framer },
): Promise<void> {
  if (!(failure instanceof EarlyFailure)) throw failure;
  const reply = encodeError(failure.error);
  note?.tree(reply.status, reply.tree);
  await recording?.add(writeJson(reply.tree));
  await recording?.end({
    status: reply.status,
    headers: { 'content-type': JSON_TYPE, ...headers, ...reply.headers },
  });
  if (!response.headersSent) return writeReply(response, reply, headers);
  if (isGone(response)) return;
  await writeBody(response, framer.write([{ data: reply.tree }]));
  await writeBody(response, framer.end());
}
