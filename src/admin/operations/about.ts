import { availableParallelism, freemem, totalmem } from 'node:os';
import process from 'node:process';
import type { z } from 'zod';
import { type about, aboutRoutes } from '../contract/about.ts';
import { type Handler, handle } from '../serving/handler.ts';

/** A channel as diagnostics tell of it. */
interface DescribedChannel {
  readonly name: string;
  readonly type: string;
  readonly priority: number;
  readonly weight: number;
  readonly baseUrl: string;
}

export interface AboutParts {
  readonly facts: z.input<typeof about>;
  /** Settings without secrets. */
  readonly server: { readonly [name: string]: unknown };
  readonly channels: () => readonly DescribedChannel[];
}

export const aboutHandlers = ({ facts, server, channels }: AboutParts): Handler[] => [
  handle(aboutRoutes.about, async () => facts),
  handle(aboutRoutes.diagnostics, async () => ({
    about: facts,
    madeAt: Date.now(),
    machine: {
      platform: `${process.platform} ${process.arch}`,
      cores: availableParallelism(),
      memoryBytes: totalmem(),
      freeMemoryBytes: freemem(),
    },
    process: ownFigures(),
    server,
    channels: channels().map(({ name, type, priority, weight, baseUrl }) => ({
      ...{ name, type, priority, weight },
      host: URL.parse(baseUrl)?.host ?? '',
    })),
  })),
];

function ownFigures() {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    uptimeSeconds: process.uptime(),
    cpuSeconds: (user + system) / 1e6,
    residentBytes: rss,
    heapBytes: heapUsed,
  };
}
