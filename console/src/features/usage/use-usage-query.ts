import { usageRoutes } from '@contract/usage.ts';
import { useState } from 'react';
import { type CallInput, urlOf } from '@/api/call.ts';
import { useRoute } from '@/api/use-route.ts';
import { useUrlState } from '@/app/url-state.ts';
import { RANGES, useTimeRange } from '../time-range/use-time-range.ts';
import { bucketFor, DIMENSIONS, type Dimension, MEASURES, type Measure } from './measures.ts';

/** What is asked for, as the address says, and what came back. */
export function useUsageQuery(project: string) {
  const [state, change] = useUrlState();
  const [range, setRange] = useTimeRange('month');
  const [now] = useState(() => Date.now());
  const everywhere = state.where === 'all';
  const offered = DIMENSIONS.filter((name) => name !== 'project' || everywhere);
  const dimension = (text: string | undefined): Dimension | undefined =>
    offered.find((name) => name === text);
  const first = state.by === 'none' ? undefined : (dimension(state.by) ?? 'model');
  const second = first === undefined ? undefined : dimension(state.then);
  const by = [...new Set([first, second])].filter((name) => name !== undefined);
  const until = range.until ?? now;
  const since = Math.min(range.since ?? until - RANGES.month, until - 1);
  const bucket = bucketFor(until - since);
  const filter = { since, until, timeZone: state.zone, model: state.model, channel: state.channel };
  const list = by.join(',') || undefined;
  const query = (more: object) => ({ ...filter, ...more }) as typeof filter;
  const ofProject = (more: object): CallInput<typeof usageRoutes.report> => ({
    params: { project },
    query: query(more),
  });
  const options = { keepPrevious: true, enabled: !everywhere };
  const optionsOfAll = { keepPrevious: true, enabled: everywhere };
  const overTime = useRoute(usageRoutes.report, ofProject({ bucket, by: first }), options);
  const sums = useRoute(usageRoutes.report, ofProject({ by: list }), options);
  const overTimeOfAll = useRoute(usageRoutes.all, { query: query({ bucket, by: first }) }, optionsOfAll);
  const sumsOfAll = useRoute(usageRoutes.all, { query: query({ by: list }) }, optionsOfAll);
  const exported = query({ bucket, by: list });
  return {
    state,
    change,
    range,
    setRange,
    everywhere,
    offered,
    by,
    measure: MEASURES.find((name) => name === state.measure) ?? ('cost' satisfies Measure),
    overTime: everywhere ? overTimeOfAll : overTime,
    sums: everywhere ? sumsOfAll : sums,
    csv: everywhere
      ? urlOf(usageRoutes.csvOfAll, { query: exported })
      : urlOf(usageRoutes.csv, { params: { project }, query: exported }),
  };
}

export type UsageQuery = ReturnType<typeof useUsageQuery>;
