import type { Cost } from '../../contract/cost.ts';
import { GatewayError } from '../../contract/error.ts';
import type { RankedCandidate } from '../../routing/router.ts';
import { type Admitted, usedOf } from '../admit/admissions.ts';
import type { Attempt, Exchange, Spending } from '../exchange.ts';
import { spentOnAttempt } from '../log/meter.ts';
import { affinityOf } from '../log/trace.ts';
import { reasonOf } from './mask-keys.ts';

/** One try at one target: tells the router, the metrics and the log how it goes. */
export class Try {
  readonly #exchange: Exchange;
  readonly candidate: RankedCandidate;
  readonly #admitted: Admitted;
  readonly #call;
  readonly #began: number;
  /** Warnings of the exchange before this try. */
  readonly #announced: number;
  #firstMs: number | undefined;
  #ended = false;

  constructor(exchange: Exchange, admitted: Admitted) {
    const { candidate } = admitted;
    this.#exchange = exchange;
    this.#admitted = admitted;
    this.candidate = candidate;
    this.#announced = exchange.warnings.length;
    this.#began = exchange.parts.now();
    this.#call = exchange.parts.router.begin(candidate, affinityOf(exchange));
    exchange.trying = this.#target();
  }

  /** So many upstream calls are made of it. */
  makes(calls: number): void {
    if (calls > 1) this.#admitted.permit?.more(calls - 1);
  }

  /** Something of the answer has come. */
  begun(): void {
    this.#firstMs ??= this.#elapsed();
  }

  succeeded(): void {
    this.#call.succeeded(this.#firstMs ?? this.#elapsed());
    this.#record();
  }

  failed(error: GatewayError): void {
    this.#call.failed(error);
    this.#record(error);
  }

  /** Frees what is held when nobody waits for the answer any more; without effect after an end. */
  abandoned(): void {
    if (this.#ended) return;
    this.#call.abandoned();
    this.#record(new GatewayError('client_closed', 'The client went away.'));
  }

  /** What the log says of it should it end here, with nobody to tell how. */
  cutOff(cost: Cost, error: GatewayError): Attempt {
    return this.#attempt({ cost, pictures: [] }, error);
  }

  #elapsed(): number {
    return this.#exchange.parts.now() - this.#began;
  }

  #target() {
    const { channel, target, credential, score } = this.candidate;
    const several = credential && channel.credentials.length > 1;
    return {
      channel: channel.name,
      ...(several && { credential: credential.label }),
      model: target.model,
      upstream: { provider: channel.provider, baseUrl: target.baseUrl },
      score,
      passedOver: this.#admitted.passedOver,
    };
  }

  #record(error?: GatewayError): void {
    const { parts, attempts } = this.#exchange;
    this.#ended = true;
    const spent = spentOnAttempt(this.#exchange);
    void this.#admitted.permit?.settle(usedOf(spent, error));
    parts.metrics.attempt({ channel: this.candidate.channel.name, outcome: error?.code ?? 'ok' });
    attempts.push(this.#attempt(spent, error));
    this.#exchange.trying = undefined;
  }

  #attempt(spent: Spending, error?: GatewayError): Attempt {
    return {
      ...this.#target(),
      startedAt: this.#began,
      ms: this.#elapsed(),
      ...(this.#firstMs !== undefined && { firstMs: this.#firstMs }),
      ...spent,
      warnings: this.#exchange.warnings.slice(this.#announced),
      ...(error && { error: error.code, errorDetail: reasonOf(error, this.candidate.channel) }),
      ...(error?.facts.upstreamStatus !== undefined && { upstreamStatus: error.facts.upstreamStatus }),
    };
  }
}
