import type { ServerResponse } from 'node:http';
import { GatewayError } from '../../contract/error.ts';
import type { KeptOutcome, Outcome, WholeOutcome } from '../../pipeline/exchange.ts';
import { writeJson } from '../../wire/json-write.ts';
import { headersOf, headOf } from '../headers/answer-head.ts';
import type { Framer } from './framing.ts';
import { pumpStream } from './pump.ts';
import { writeAnswer, writeReply } from './write.ts';

export interface Writing {
  readonly requestId: string;
  readonly framer: Framer;
  /** Longest silence of a stream, in milliseconds. */
  readonly keepAliveMs: number;
}

/** Sends an answer, and records it where it is kept. */
export async function writeOutcome(
  response: ServerResponse,
  outcome: Outcome,
  writing: Writing,
): Promise<void> {
  if (outcome.kind === 'kept') return writeKept(response, outcome);
  if (outcome.kind === 'whole') return writeWhole(response, outcome, writing.requestId);
  await pumpStream(response, outcome, () => headersOf(outcome, writing.requestId), writing);
}

async function writeWhole(response: ServerResponse, outcome: WholeOutcome, requestId: string): Promise<void> {
  const { reply, relayed, recording } = outcome;
  const body = relayed ?? writeJson(reply.tree);
  const head = headOf(outcome, requestId);
  if (recording) {
    await recording.add(body);
    const stored = recording.end(head);
    // Whoever has the answer may ask for it again at once.
    if (recording.keyed) await stored;
  }
  await writeAnswer(response, head, body);
}

/** The bytes an earlier request was answered with; only a header says so. */
async function writeKept(response: ServerResponse, { answer, encodeError }: KeptOutcome): Promise<void> {
  try {
    if (!answer.open) throw new TypeError('an answer is sent again once it is there');
    const { status, headers, body } = await answer.open();
    await writeAnswer(response, { status, headers: { ...headers, 'idempotent-replayed': 'true' } }, body);
  } catch (error) {
    if (response.headersSent) throw error;
    await writeReply(response, encodeError(GatewayError.from(error)));
  }
}
