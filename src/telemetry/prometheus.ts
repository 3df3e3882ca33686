import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { boundedLabel } from './bounded-label.ts';

/** Models that have numbers of their own; further ones are counted together as `other`. */
const MOST_MODELS = 500;

/** What is counted. */
export interface Counts {
  request(labels: { dialect: string; status: number }, seconds: number): void;
  attempt(labels: { channel: string; outcome: string }): void;
  image(labels: { model: string; action: 'kept' | 'edited' }): void;
  /** Of one upstream call, in US dollars; undefined: unknown. */
  cost(labels: { channel: string; model: string }, usd: number | undefined): void;
  inFlight(change: 1 | -1): void;
}

/** The numbers of this process, and what makes texts of them. */
export interface Prometheus extends Counts {
  asJson(): Promise<object>;
  /** @param all of the processes that serve together; absent: of this one alone */
  text(all?: readonly object[]): Promise<string>;
  readonly contentType: string;
}

export function createPrometheus(): Prometheus {
  const registers = [new Registry()];
  const registry = registers[0] as Registry;
  collectDefaultMetrics({ register: registry, prefix: 'axonhub_' });
  const requests = new Counter({
    name: 'axonhub_requests_total',
    help: 'Client requests answered',
    labelNames: ['dialect', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'axonhub_request_seconds',
    help: 'From the first byte in to the last byte out',
    labelNames: ['dialect'],
    buckets: [0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 120, 300],
    registers,
  });
  const attempts = new Counter({
    name: 'axonhub_upstream_attempts_total',
    help: 'Tries at channels',
    labelNames: ['channel', 'outcome'],
    registers,
  });
  const images = new Counter({
    name: 'axonhub_images_total',
    help: 'Pictures kept, and those of them the gateway edited',
    labelNames: ['model', 'action'],
    registers,
  });
  const costs = new Counter({
    name: 'axonhub_cost_usd_total',
    help: 'What upstream calls cost in US dollars, as far as it is known',
    labelNames: ['channel', 'model'],
    registers,
  });
  const unpriced = new Counter({
    name: 'axonhub_unpriced_calls_total',
    help: 'Upstream calls of unknown cost',
    labelNames: ['channel', 'model'],
    registers,
  });
  const flying = new Gauge({
    name: 'axonhub_requests_in_flight',
    help: 'Requests being worked on',
    registers,
  });
  const modelLabel = boundedLabel(MOST_MODELS);
  return {
    request({ dialect, status }, duration) {
      requests.inc({ dialect, status });
      seconds.observe({ dialect }, duration);
    },
    attempt: (labels) => attempts.inc(labels),
    image: ({ model, action }) => images.inc({ model: modelLabel(model), action }),
    cost({ channel, model }, usd) {
      const labels = { channel, model: modelLabel(model) };
      if (usd === undefined) unpriced.inc(labels);
      else costs.inc(labels, usd);
    },
    inFlight: (change) => flying.inc(change),
    asJson: () => registry.getMetricsAsJSON(),
    text: (all) => (all ? summedUp(all) : registry).metrics(),
    contentType: registry.contentType,
  };
}

/** Counters are added up, and what cannot be (event loop delays, say) is averaged or left out, as prom-client has it. */
const summedUp = (all: readonly object[]): Registry => AggregatorRegistry.aggregate([...all]);
