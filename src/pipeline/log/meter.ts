import { type Cost, isKnown } from '../../contract/cost.ts';
import type { GatewayError } from '../../contract/error.ts';
import type { Size } from '../../contract/image.ts';
import type { Request, TaskName } from '../../contract/request.ts';
import type { DrawingUsage, StreamEvent, Usage } from '../../contract/response.ts';
import { costOf } from '../../metering/cost.ts';
import type { DrawnPicture } from '../../metering/drawn-picture.ts';
import { costOfFailure, FREE } from '../../metering/failed-call.ts';
import { dayOf } from '../../metering/price-list.ts';
import { sumCosts } from '../../metering/sum-costs.ts';
import { costOfTwo } from '../../metering/two-models.ts';
import type { Candidate } from '../../routing/candidates.ts';
import { addUsage } from '../call/side-by-side.ts';
import type { Exchange, Spending } from '../exchange.ts';
import type { Task } from '../work.ts';

/** Everything so far; undefined before the first call. */
export const costSoFar = ({ charges }: Exchange): Cost | undefined =>
  sumCosts(charges.map(({ cost }) => cost));

/** What the attempt that is going on has taken. */
export function spentOnAttempt({ attempts, charges }: Exchange): Spending {
  const own = charges.filter(({ attempt }) => attempt === attempts.length);
  const usages = own.flatMap(({ usage }) => usage ?? []);
  return {
    cost: sumCosts(own.map(({ cost }) => cost)) ?? FREE,
    ...(usages.length > 0 && { usage: usages.reduce(addUsage) }),
    pictures: own.flatMap(({ pictures }) => pictures),
  };
}

/** Follows one upstream call from its beginning to whatever end, and charges it to the exchange exactly once. */
export class Meter {
  readonly #exchange: Exchange;
  readonly #candidate: Candidate;
  readonly #job: MeteredJob;
  readonly #pictures: DrawnPicture[] = [];
  #begun = false;
  #charged = false;

  constructor(exchange: Exchange, candidate: Candidate, job: MeteredJob) {
    this.#exchange = exchange;
    this.#candidate = candidate;
    this.#job = job;
  }

  watch(event: StreamEvent): void {
    if (event.type === 'response-end') this.ended(event.usage, event.drawing);
    else if (event.type !== 'response-start' && event.type !== 'warning') this.begun();
  }

  /** Something of the answer has come. */
  begun(): void {
    this.#begun = true;
  }

  /** A picture has come. @param size as the provider drew it */
  drew({ width, height }: Size): void {
    const { quality } = this.#job;
    this.#pictures.push({ width, height, ...(quality !== undefined && { quality }) });
  }

  ended(usage?: Usage, drawing?: DrawingUsage): void {
    this.#charge(this.#job.free ? FREE : this.#cost(usage ?? {}, drawing), usage);
  }

  #cost(usage: Usage, drawing: DrawingUsage | undefined): Cost {
    const { channel, target } = this.#candidate;
    const { catalog } = this.#exchange.parts;
    const day = dayOf(this.#exchange.started);
    const work = { pictures: this.#pictures, references: this.#job.references, day };
    if (!drawing) return costOf(usage, target.card, work);
    const card = catalog().priced(channel, drawing.model, channel.provider.card(drawing.model));
    return costOfTwo(usage, target.card, { ...drawing, card }, work);
  }

  failed(error: GatewayError): void {
    this.#charge(this.#job.free ? FREE : costOfFailure(error, this.#candidate.target.card, this.#begun));
  }

  /** Nobody listens any more. */
  close(): void {
    this.#charge({ unknown: 'The answer was given up before the provider told what it used.' });
  }

  #charge(cost: Cost, usage?: Usage): void {
    if (this.#charged) return;
    this.#charged = true;
    const { attempts, charges, parts } = this.#exchange;
    charges.push({ attempt: attempts.length, cost, ...(usage && { usage }), pictures: this.#pictures });
    const { channel, target } = this.#candidate;
    parts.metrics.cost({ channel: channel.name, model: target.model }, isKnown(cost) ? cost.usd : undefined);
  }
}

/** What of a call matters for its price. */
export interface MeteredJob {
  /** Pictures that go along. */
  readonly references: number;
  /** The model's own word. */
  readonly quality?: string;
  /** Costs nothing wherever it is done. */
  readonly free?: boolean;
}

/** Every provider that counts tokens does so for nothing. */
const FREE_TASKS: readonly TaskName[] = ['anthropic-count-tokens', 'gemini-count-tokens'];

export function meteredJob({ job }: Task): MeteredJob {
  if (job.operation === 'task') return { references: 0, free: FREE_TASKS.includes(job.request.task) };
  const { quality } = job.order ?? {};
  const references = job.operation === 'image' ? job.inputs.length : picturesIn(job.request);
  return { references, ...(quality !== undefined && { quality }) };
}

/** Pictures in the messages of a chat. */
export function picturesIn(request: Request): number {
  if (request.operation !== 'chat') return 0;
  return request.messages.reduce(
    (sum, { parts }) => sum + parts.filter(({ type }) => type === 'media').length,
    0,
  );
}
