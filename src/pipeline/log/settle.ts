import { isKnown } from '../../contract/cost.ts';
import type { GatewayError } from '../../contract/error.ts';
import type { MediaRef } from '../../contract/image.ts';
import type { Request } from '../../contract/request.ts';
import type { StreamEvent, Usage } from '../../contract/response.ts';
import { used } from '../admit/reserve.ts';
import { type Answer, eachEvent } from '../answer.ts';
import type { Exchange } from '../exchange.ts';
import { logEntry } from './log-entry.ts';
import { costSoFar } from './meter.ts';
import { addSpans } from './trace-spans.ts';

type End = Extract<StreamEvent, { type: 'response-end' }>;

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
  watch(answer: Answer): Answer {
    return eachEvent(answer, (event, pass) => {
      if (event.type === 'media-end') this.#sees(event.part.media);
      if (event.type === 'response-end') {
        this.#usage = event.usage;
        pass(this.#priced(event));
      } else {
        pass(event);
      }
    });
  }

  #sees(picture: MediaRef): void {
    this.#images += 1;
    if (picture.from === 'kept') this.#exchange.transcript?.pictureKept(picture.image.payload);
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

  /** @param status of the answer, where it is not this exchange that made it */
  settle(request: Request | undefined, error?: GatewayError, status = error?.status ?? 200): void {
    if (this.#settled) return;
    this.#settled = true;
    const { incoming, parts, started } = this.#exchange;
    const at = parts.now();
    void this.#exchange.reservation?.settle(used(this.#exchange, this.#usage, this.#images));
    parts.metrics.request({ dialect: incoming.dialect.id, status }, (at - started) / 1000);
    const ending = { request, error, status, at, usage: this.#usage, imageCount: this.#images };
    const entry = logEntry(this.#exchange, ending);
    this.#exchange.unsettled?.end();
    parts.log.add(entry);
    addSpans(this.#exchange, entry, request);
  }
}
