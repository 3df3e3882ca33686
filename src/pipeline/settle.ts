import { isKnown } from '../contract/cost.ts';
import type { GatewayError } from '../contract/error.ts';
import type { Request } from '../contract/request.ts';
import type { StreamEvent, Usage } from '../contract/response.ts';
import { toNano } from '../metering/nano-usd.ts';
import type { Exchange } from './exchange.ts';
import { costSoFar } from './meter.ts';
import type { Relayed } from './relay.ts';
import { totalTokens, used } from './reserve.ts';
import { traceIds } from './trace.ts';

type End = Extract<StreamEvent, { type: 'response-end' }>;

const NO_TRACE = { traceId: null, threadId: null };

/** Accounts for an exchange exactly once, however it ends. */
export class Settlement {
  readonly #exchange: Exchange;
  #usage: Usage | undefined;
  #images = 0;
  #settled = false;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /** Takes note of what the answer holds while it passes. */
  async *watch(events: AsyncIterable<StreamEvent | Relayed>): AsyncGenerator<StreamEvent | Relayed> {
    for await (const event of events) {
      if (event.type === 'media-end') this.#images += 1;
      if (event.type === 'response-end') {
        this.#usage = event.usage;
        yield this.#priced(event);
      } else {
        yield event;
      }
    }
  }

  /** The end of the answer with what the whole exchange cost, attempts that failed before included. */
  #priced(end: End): End {
    const cost = costSoFar(this.#exchange);
    const { usage, ...rest } = end;
    if (!cost) return end;
    const { cost: _, ...counts } = usage ?? {};
    const told = isKnown(cost) ? { ...counts, cost: cost.usd } : counts;
    return { ...rest, ...(usage && { usage: told }), cost };
  }

  settle(request: Request | undefined, error?: GatewayError): void {
    if (this.#settled) return;
    this.#settled = true;
    const { incoming, parts, caller, started, attempts, warnings, body } = this.#exchange;
    const cost = costSoFar(this.#exchange);
    const durationMs = parts.now() - started;
    const status = error?.status ?? 200;
    void this.#exchange.reservation?.settle(used(this.#exchange, this.#usage, this.#images));
    parts.metrics.request({ dialect: incoming.dialect.id, status }, durationMs / 1000);
    parts.log.add({
      id: incoming.requestId,
      project: caller?.project ?? '',
      keyId: caller?.keyId ?? '',
      ...(body ? traceIds(incoming.headers, body) : NO_TRACE),
      createdAt: started,
      durationMs,
      dialect: incoming.dialect.id,
      path: incoming.path,
      model: request?.model.slice(0, 200) ?? '',
      stream: request?.stream ?? false,
      status,
      errorCode: error?.code ?? null,
      attempts: JSON.stringify(attempts),
      usage: this.#usage ? JSON.stringify(this.#usage) : null,
      costNanoUsd: isKnown(cost) ? toNano(cost.usd) : null,
      cost: cost ? JSON.stringify(cost) : null,
      warnings: JSON.stringify(warnings),
      imageCount: this.#images,
      totalTokens: totalTokens(this.#usage),
    });
  }
}
