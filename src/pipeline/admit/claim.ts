import type { Asked, KeptAnswer, Sameness } from '../../answers/answer-store.ts';
import type { Query } from '../../contract/dialect.ts';
import { GatewayError, invalid } from '../../contract/error.ts';
import { pause } from '../call/pause.ts';
import type { Exchange } from '../exchange.ts';
import { Fingerprint } from './fingerprint.ts';
import { preferences } from './prefer.ts';

/** A request with an `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07): its answer is made once, whoever asks how often. */
export interface Claiming {
  readonly idempotencyKey: string;
  readonly fingerprint: Fingerprint;
}

const HEADER = 'Idempotency-Key';
const LONGEST_KEY = 255;

/** Undefined without the header. @throws GatewayError `invalid_request` */
export function claimingOf(headers: Query['headers']): Claiming | undefined {
  const given = headers['idempotency-key'];
  if (given === undefined) return undefined;
  // The draft has it as a structured field, a string in quotes; most clients send it bare.
  const key = String(given)
    .trim()
    .replace(/^"(.*)"$/, '$1');
  if (!/^[\x20-\x7e]+$/.test(key) || key.length > LONGEST_KEY) {
    throw invalid(HEADER, `${HEADER} must be 1 to ${LONGEST_KEY} printable ASCII characters.`);
  }
  return { idempotencyKey: key, fingerprint: new Fingerprint() };
}

/**
 * Makes this exchange the one that does the work, or gives the answer that another one has made.
 * @throws GatewayError `key_reused` for another request, `in_progress` while the work is going on, `interrupted` where nobody
 * knows how far it came
 */
export async function claim(exchange: Exchange, claiming: Claiming): Promise<KeptAnswer | undefined> {
  const { body, incoming, parts, retryUnknown } = exchange;
  if (!body) throw new TypeError('a request is claimed once its body is read');
  const { idempotencyKey, fingerprint } = claiming;
  const sameness = { idempotencyKey, fingerprint: await fingerprint.of(incoming.url, body) };
  const { waitMs = 0 } = preferences(incoming.headers);
  const patience = new Patience(parts.now() + waitMs);
  for (;;) {
    const claimed = await parts.answers.claim(askedBy(exchange), sameness, retryUnknown);
    if (claimed.kind === 'ours') {
      exchange.recording = claimed.recording;
      return undefined;
    }
    const answer = usable(claimed.answer, sameness);
    if (answer) return answer;
    const next = patience.next(parts.now());
    if (next === undefined) throw inProgress();
    await pause(next, AbortSignal.any([incoming.clientGone, parts.shutdown]));
  }
}

export function askedBy({ caller, incoming }: Exchange): Asked {
  if (!caller) throw new TypeError('only the answers to known callers are kept');
  const { project, keyId } = caller;
  return { requestId: incoming.requestId, project, keyId, path: incoming.path };
}

/** Undefined while it is being made. */
function usable(answer: KeptAnswer, { fingerprint }: Sameness): KeptAnswer | undefined {
  if (answer.fingerprint !== fingerprint) throw keyReused();
  if (answer.state === 'lost') throw interrupted();
  return answer.state === 'running' ? undefined : answer;
}

const FIRST_LOOK_MS = 50;
const LONGEST_LOOK_MS = 1_000;

/** How long to wait before looking again. */
class Patience {
  readonly #until: number;
  #next = FIRST_LOOK_MS;

  constructor(until: number) {
    this.#until = until;
  }

  next(now: number): number | undefined {
    if (now >= this.#until) return undefined;
    const pause = Math.min(this.#next, this.#until - now);
    this.#next = Math.min(this.#next * 2, LONGEST_LOOK_MS);
    return pause;
  }
}

const RETRY_AFTER_MS = 2_000;

const inProgress = (): GatewayError =>
  new GatewayError(
    'in_progress',
    `A request with this ${HEADER} is being worked on. Try again later, or send "Prefer: wait=60" to wait for its answer.`,
    { field: HEADER, retryAfterMs: RETRY_AFTER_MS },
  );

const keyReused = (): GatewayError =>
  new GatewayError(
    'key_reused',
    `This ${HEADER} was used for another request: address or body differ. Send a new one for a new request.`,
    { field: HEADER },
  );

/** What a client is told where the gateway died in the middle of the work. */
export const interrupted = (): GatewayError =>
  new GatewayError(
    'interrupted',
    'The gateway was interrupted while it worked on this request. Whether the provider made something, and bills it, is unknown, so it is not asked again by itself. ' +
      'Send "AH-Retry-Unknown: true" or a new Idempotency-Key to have it made (again).',
    { field: HEADER },
  );
