import { Webhook } from 'standardwebhooks';
import { GatewayError } from '../contract/error.ts';
import type { GuardedPost } from '../egress/guarded-post.ts';
import { HOUR_MS, MINUTE_MS } from '../lib/durations.ts';
import type { WebhookRecords, WebhookRow } from '../storage/ports.ts';
import type { WebhookSecrets } from './webhook-secret.ts';

export interface DeliveryParts {
  readonly webhooks: WebhookRecords;
  readonly http: GuardedPost;
  readonly secrets: WebhookSecrets;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly onError: (error: GatewayError, id: string) => void;
}

/** Pauses after a try that failed, in milliseconds: 8 tries in about a day and a half. */
export const PAUSES_MS: readonly number[] = [
  5_000,
  MINUTE_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  8 * HOUR_MS,
  24 * HOUR_MS,
];
/** Share of a pause that is added at random. */
const JITTER = 0.2;
/** A try whose process died is made again after so long; longer than any try takes. */
const LOST_AFTER_MS = MINUTE_MS;
const AT_ONCE = 8;
/** The receiver wants no more of this. */
const GONE = 410;

/** Delivers every message that is due, signed as Standard Webhooks have it. */
export async function deliverDue(parts: DeliveryParts): Promise<void> {
  const worker = async (): Promise<void> => {
    for (;;) {
      const now = parts.now();
      const message = await parts.webhooks.take(now, now + LOST_AFTER_MS);
      if (!message) return;
      await deliver(parts, message);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function deliver(parts: DeliveryParts, message: WebhookRow): Promise<void> {
  const { webhooks, now } = parts;
  const attempts = message.attempts + 1;
  const status = await send(parts, message);
  if (status !== undefined && status >= 200 && status < 300) {
    await webhooks.note(message.id, { state: 'delivered', attempts, dueAt: now(), lastStatus: status });
    return;
  }
  const pause = status === GONE ? undefined : PAUSES_MS[message.attempts];
  const dueAt = now() + (pause ?? 0) * (1 + JITTER * parts.random());
  await webhooks.note(message.id, {
    state: pause === undefined ? 'given_up' : 'waiting',
    attempts,
    dueAt: Math.round(dueAt),
    lastStatus: status ?? null,
  });
}

/** The answer's status; undefined where none came. */
async function send(
  parts: DeliveryParts,
  { id, url, body, ...owner }: WebhookRow,
): Promise<number | undefined> {
  const sentAt = new Date(parts.now());
  const secrets = parts.secrets(owner);
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, sentAt, body)).join(' '),
  };
  try {
    return await parts.http.post(url, { headers, body: Buffer.from(body) }, parts.signal);
  } catch (error) {
    parts.onError(GatewayError.from(error), id);
    return undefined;
  }
}
