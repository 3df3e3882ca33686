import type { Counts, Prometheus } from './prometheus.ts';

/** What Prometheus reads at `GET /metrics`. */
export interface Metrics extends Counts {
  expose(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** Workers that serve together tell their metrics as one. */
export interface SharedMetrics {
  joinMetrics(own: () => Promise<object>): void;
  allMetrics(): Promise<readonly object[]>;
}

/** Counts from the first request on, and loads what it counts with then: not every gateway is asked for its metrics. */
export function createMetrics(team?: SharedMetrics): Metrics {
  let loading: Promise<Prometheus> | undefined;
  let loaded: Prometheus | undefined;
  const waiting: ((counts: Counts) => void)[] = [];
  const load = (): Promise<Prometheus> => {
    loading ??= import('./prometheus.ts').then(({ createPrometheus }) => {
      loaded = createPrometheus();
      for (const one of waiting.splice(0)) one(loaded);
      return loaded;
    });
    return loading;
  };
  const count = (one: (counts: Counts) => void): void => {
    if (loaded) one(loaded);
    else {
      waiting.push(one);
      void load();
    }
  };
  team?.joinMetrics(async () => (await load()).asJson());
  return {
    request: (labels, seconds) => count((counts) => counts.request(labels, seconds)),
    attempt: (labels) => count((counts) => counts.attempt(labels)),
    image: (labels) => count((counts) => counts.image(labels)),
    cost: (labels, usd) => count((counts) => counts.cost(labels, usd)),
    inFlight: (change) => count((counts) => counts.inFlight(change)),
    async expose() {
      const { contentType, text } = await load();
      return { contentType, text: await text(await team?.allMetrics()) };
    },
  };
}
