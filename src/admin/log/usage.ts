import type { z } from 'zod';
import { invalid } from '../../contract/error.ts';
import { USAGE_COUNTS } from '../../contract/usage-counts.ts';
import { csvLine } from '../../lib/csv-line.ts';
import { defined } from '../../lib/defined.ts';
import { fromNano } from '../../metering/nano-usd.ts';
import type { ProjectRecords, RequestRecords, UsageDimension, UsageRecords } from '../../storage/ports.ts';
import { dashboard } from '../../telemetry/dashboard.ts';
import { type Report, type ReportQuery, usageReport } from '../../telemetry/usage-report.ts';
import { COARSE_STEPS, stretchesOf } from '../../telemetry/usage-stretches.ts';
import { usageRoutes } from '../contract/usage.ts';
import { disposition } from '../serving/disposition.ts';
import { type Handler, handle } from '../serving/handler.ts';
import { summaryOf } from './requests.ts';

export interface UsageParts {
  readonly usage: UsageRecords;
  readonly requests: Pick<RequestRecords, 'list'>;
  readonly projects: Pick<ProjectRecords, 'find'>;
  /** Unix milliseconds. */
  readonly now: () => number;
}

const FAILURES_SHOWN = 10;
const ANYWHERE = 'UTC';

export function usageHandlers({ usage, requests, projects, now }: UsageParts): Handler[] {
  const zoneOf = async (given: string | undefined, project?: string): Promise<string> =>
    given ?? (project === undefined ? undefined : await projects.find(project))?.timeZone ?? ANYWHERE;
  const read = async (asked: Asked, project?: string) => {
    const query = queryOf(asked, await zoneOf(asked.timeZone, project), project);
    return { query, report: await usageReport(usage, query, now()) };
  };
  const shown = async (asked: Asked, project?: string) => {
    const { query, report } = await read(asked, project);
    const pictures = await picturesOf(usage, query);
    return { ...report, timeZone: query.timeZone, pictures };
  };
  const csv = async (asked: Asked, project?: string) => {
    const { query, report } = await read(asked, project);
    const headers = disposition('attachment', `usage-${project ?? 'all'}.csv`);
    return { body: csvOf(query, report), type: 'text/csv; charset=utf-8', headers };
  };
  return [
    handle(usageRoutes.report, ({ params: { project }, query }) => shown(query, project)),
    handle(usageRoutes.all, ({ query: { project, ...query } }) => shown(query, project)),
    handle(usageRoutes.csv, ({ params: { project }, query }) => csv(query, project)),
    handle(usageRoutes.csvOfAll, ({ query: { project, ...query } }) => csv(query, project)),
    handle(
      usageRoutes.dashboard,
      async ({ params: { project }, query: { since, until, timeZone: given } }) => {
        requireOrder(since, until);
        const timeZone = await zoneOf(given, project);
        const [page, failures] = await Promise.all([
          dashboard(usage, { project, since, until, timeZone }, now()),
          requests.list(project, { since, until, outcome: 'failed' }, { limit: FAILURES_SHOWN }),
        ]);
        return { ...page, timeZone, failures: failures.items.map(summaryOf) };
      },
    ),
  ];
}

const QUARTERS = COARSE_STEPS.slice(-1);

/** Which user a picture was drawn for is not summed up. */
async function picturesOf(usage: UsageRecords, { project, since, until, filter }: ReportQuery) {
  const { project: _, userId, ...by } = filter;
  if (userId !== undefined) return [];
  const steps = Object.keys(by).length > 1 ? QUARTERS : COARSE_STEPS;
  const scope = project ?? filter.project;
  const where = { ...(scope !== undefined && { project: scope }), filter: by };
  return usage.pictures({ ...where, stretches: stretchesOf(since, until, steps) });
}

type Asked = z.output<NonNullable<(typeof usageRoutes.report)['query']>>;

function queryOf(
  { since, until, bucket, by, ...rest }: Asked,
  timeZone: string,
  project?: string,
): ReportQuery {
  requireOrder(since, until);
  const { timeZone: _, ...filter } = rest;
  const dimensions = by === undefined ? [] : [...new Set(by.split(',') as UsageDimension[])];
  const optional = defined({ project, bucket });
  return { ...optional, since, until, timeZone, by: dimensions, filter: defined(filter) };
}

function requireOrder(since: number, until: number): void {
  if (since >= until) throw invalid('query.until', 'query.until: must be later than `since`.');
}

/** Costs as dollars: a spreadsheet's readers know no billionths. */
function csvOf({ bucket, by }: ReportQuery, { rows }: Report): string {
  const counts = USAGE_COUNTS.filter((name) => name !== 'costNanoUsd');
  const head = [...(bucket ? ['time'] : []), ...by, ...counts, 'costUsd'];
  const lines = rows.map((row) => [
    ...(bucket ? [row.label] : []),
    ...by.map((name) => row[name]),
    ...counts.map((name) => row[name]),
    fromNano(row.costNanoUsd),
  ]);
  return [head, ...lines].map(csvLine).join('');
}
