import type { ServerResponse } from 'node:http';
import type { Frame } from '../contract/dialect.ts';
import { EarlyFailure } from '../pipeline/encode-events.ts';
import type { StreamOutcome } from '../pipeline/exchange.ts';
import type { Framer } from './framing.ts';
import { KeepAlive } from './keep-alive.ts';
import { isGone, writeBody, writeChunk, writeReply } from './write.ts';

/** Silence after which the stream's headers go out although nothing has been said yet. */
const HEADERS_AFTER_MS = 5_000;

/**
 * Sends a streamed answer at the client's pace, with comments while the provider is silent. A failure before the headers are
 * out is a plain error with its status. When the client goes away the frames are still read to their end where a picture is
 * being paid for.
 */
export async function pumpStream(
  response: ServerResponse,
  outcome: StreamOutcome,
  headers: () => { readonly [name: string]: string },
  framer: Framer,
): Promise<void> {
  const open = () => openStream(response, { 'content-type': framer.contentType, ...headers() });
  const opening = setTimeout(open, HEADERS_AFTER_MS);
  const keepAlive = new KeepAlive(response, framer.keepAlive);
  try {
    for await (const frame of outcome.frames) {
      if (isGone(response)) {
        if (outcome.keepGoing) continue;
        return;
      }
      open();
      keepAlive.beginEvent();
      await sendFrame(response, framer, frame);
      keepAlive.endEvent();
    }
    open();
    await writeBody(response, framer.end());
  } catch (failure) {
    await reportFailure(response, outcome, failure, headers(), framer);
  } finally {
    clearTimeout(opening);
    keepAlive.stop();
    if (!isGone(response)) response.end();
  }
}

async function sendFrame(response: ServerResponse, framer: Framer, frame: Frame | Uint8Array): Promise<void> {
  if (frame instanceof Uint8Array) await writeChunk(response, frame);
  else await writeBody(response, framer.write(frame));
}

function openStream(response: ServerResponse, headers: { readonly [name: string]: string }): void {
  if (response.headersSent || isGone(response)) return;
  response.writeHead(200, {
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    ...headers,
  });
  response.flushHeaders();
}

async function reportFailure(
  response: ServerResponse,
  outcome: StreamOutcome,
  failure: unknown,
  headers: { readonly [name: string]: string },
  framer: Framer,
): Promise<void> {
  if (!(failure instanceof EarlyFailure)) throw failure;
  const reply = outcome.encodeError(failure.error);
  if (!response.headersSent) return writeReply(response, reply, headers);
  if (isGone(response)) return;
  await sendFrame(response, framer, { data: reply.tree });
  await writeBody(response, framer.end());
}
