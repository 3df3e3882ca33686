import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setUpOwner } from '../admin/admin-client.ts';
import { eventually } from '../gateway/kept-pictures.ts';
import type { MemoryReport } from '../memory/watch.ts';
import { startWatchedGateway, type WatchedGateway } from '../memory/watched-gateway.ts';
import { type Model, startModel } from './model.ts';
import { slope } from './trend.ts';
import { Tally, visit } from './visitors.ts';

export interface SoakOptions {
  readonly minutes: number;
  /** Before anything counts: code is compiled, caches fill. */
  readonly warmUpMinutes: number;
  /** Visitors at once; each pauses between two visits. */
  readonly visitors: number;
  readonly pauseMs: number;
  readonly everySeconds: number;
  /** Told of every sample. */
  readonly onSample?: (sample: Sample) => void;
}

export interface Sample extends MemoryReport {
  /** Since the beginning. */
  readonly minute: number;
  readonly visits: number;
}

/** What is watched, in its unit. */
export type Watched = 'residentMb' | 'heapMb' | 'externalMb' | 'files' | 'resources';

export interface Growth {
  readonly first: number;
  readonly last: number;
  readonly perMinute: number;
  /** Over the time that counts. */
  readonly growth: number;
  readonly allowed: number;
}

export interface SoakResult {
  readonly samples: readonly Sample[];
  readonly outcomes: { readonly [what: string]: number };
  /** Answers that nobody expected, and connections that broke. */
  readonly surprises: readonly string[];
  /** Requests that were answered without a row in the log. */
  readonly lostRows: number;
  readonly unsettled: number;
  readonly growth: { readonly [watched in Watched]: Growth };
  readonly delayMs: { readonly median: number; readonly worst: number };
}

const MB = 1_048_576;

/** What each may grow: so much at all, and so much more for each minute. */
const ALLOWED: { readonly [watched in Watched]: readonly [atAll: number, perMinute: number] } = {
  residentMb: [40, 1],
  heapMb: [8, 0.2],
  externalMb: [16, 0.2],
  files: [16, 0.2],
  resources: [16, 0.2],
};

const READ: { readonly [watched in Watched]: (sample: MemoryReport) => number } = {
  residentMb: ({ resident }) => resident / MB,
  heapMb: ({ heap }) => heap / MB,
  externalMb: ({ external }) => external / MB,
  files: ({ files }) => files,
  resources: ({ resources }) => resources,
};

/** Keeps one gateway busy with everything that it does, for a long time, and looks whether anything grows. */
export async function runSoak(options: SoakOptions): Promise<SoakResult> {
  const model = await startModel();
  const gateway = await startWatchedGateway(channelsOf(model), 'memory');
  try {
    return await soak(gateway, options);
  } finally {
    await gateway.close();
    await model.close();
  }
}

const channelsOf = ({ url }: Model): object[] => {
  const openai = { type: 'openai', base_url: url, api_key: 'sk' };
  return [
    { ...openai, name: 'sound', models: ['gpt-5-mini', 'gpt-image-2'] },
    { ...openai, name: 'failing', models: ['gpt-5-nano'] },
  ];
};

async function soak(gateway: WatchedGateway, options: SoakOptions): Promise<SoakResult> {
  const place = { url: gateway.url, key: gateway.key, owner: await setUpOwner(gateway.url) };
  const tally = new Tally();
  const samples: Sample[] = [];
  const began = performance.now();
  const minute = (): number => (performance.now() - began) / 60_000;
  let visits = 0;
  const visitor = async (): Promise<void> => {
    while (minute() < options.minutes) {
      await visit(place, tally);
      visits += 1;
      await pause(Math.random() * 2 * options.pauseMs);
    }
  };
  const visiting = Promise.all(Array.from({ length: options.visitors }, visitor));
  while (minute() < options.minutes) {
    await pause(options.everySeconds * 1000);
    const sample = { ...(await gateway.reset()), minute: minute(), visits };
    samples.push(sample);
    options.onSample?.(sample);
  }
  await visiting;
  const { lostRows, unsettled } = await booksOf(gateway, tally.answered);
  return {
    samples,
    outcomes: Object.fromEntries([...tally.outcomes].sort()),
    surprises: tally.surprises,
    ...{ lostRows, unsettled },
    ...judged(samples.filter((sample) => sample.minute >= options.warmUpMinutes)),
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function judged(samples: readonly Sample[]): Pick<SoakResult, 'growth' | 'delayMs'> {
  const minutes = (samples.at(-1)?.minute ?? 0) - (samples[0]?.minute ?? 0);
  const grown = (watched: Watched): Growth => {
    const points = samples.map((sample) => ({ at: sample.minute, value: READ[watched](sample) }));
    const perMinute = slope(points);
    const [atAll, more] = ALLOWED[watched];
    return {
      ...{ first: points[0]?.value ?? 0, last: points.at(-1)?.value ?? 0, perMinute },
      ...{ growth: perMinute * minutes, allowed: atAll + more * minutes },
    };
  };
  const delays = samples.map(({ delayMs }) => delayMs).sort((a, b) => a - b);
  return {
    growth: {
      residentMb: grown('residentMb'),
      heapMb: grown('heapMb'),
      externalMb: grown('externalMb'),
      files: grown('files'),
      resources: grown('resources'),
    },
    delayMs: { median: delays[Math.floor(delays.length / 2)] ?? 0, worst: delays.at(-1) ?? 0 },
  };
}

/** What the database says once the last rows are written and pictures whose clients left are finished. */
async function booksOf({ folder }: WatchedGateway, answered: readonly string[]) {
  const read = () => {
    const database = new DatabaseSync(join(folder, 'axonhub.db'), { readOnly: true });
    try {
      const ids = database.prepare('select id from requests').all() as { id: string }[];
      const known = new Set(ids.map(({ id }) => id));
      const left = database.prepare('select count(*) as rows from unsettled').get();
      return { lostRows: answered.filter((id) => !known.has(id)).length, unsettled: Number(left?.rows) };
    } finally {
      database.close();
    }
  };
  await eventually(() => read().lostRows + read().unsettled === 0, 15_000).catch(() => {});
  return read();
}

/** What was not as it should be; empty: all is well. @param unjudged what says nothing in so short a time */
export function complaints(
  { growth, lostRows, unsettled, surprises }: SoakResult,
  unjudged: readonly Watched[] = [],
): string[] {
  const grown = Object.entries(growth).flatMap(([watched, { growth: by, allowed }]) =>
    by > allowed && !unjudged.includes(watched as Watched)
      ? [`${watched} grew by ${by.toFixed(1)}, more than ${allowed.toFixed(1)}`]
      : [],
  );
  return [
    ...grown,
    ...(lostRows > 0 ? [`${lostRows} requests were answered without a row in the log`] : []),
    ...(unsettled > 0 ? [`${unsettled} requests are still unsettled`] : []),
    ...[...new Set(surprises)].slice(0, 10).map((each) => `unexpected: ${each}`),
  ];
}
