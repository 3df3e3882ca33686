import { usageRoutes } from '@contract/usage.ts';
import { useTranslation } from 'react-i18next';
import type { CallReply } from '@/api/call.ts';
import { useRoute } from '@/api/use-route.ts';
import { InProject } from '@/app/in-project.tsx';
import { useUrlState } from '@/app/url-state.ts';
import { Card, Page } from '@/ui/card.tsx';
import { useFormat } from '@/ui/format.ts';
import { Loaded, Skeleton } from '@/ui/states.tsx';
import { Cell, Head, Table } from '@/ui/table.tsx';
import { TimeRangeFields } from '../time-range/time-range-fields.tsx';
import { RANGES, type RangeName, useTimeRange } from '../time-range/use-time-range.ts';
import { ZoneField } from '../time-range/zone-field.tsx';
import { ChannelHealth } from './channel-health.tsx';
import { Failures } from './failures.tsx';
import { Latencies } from './latencies.tsx';
import { OverTime } from './over-time.tsx';

export type DashboardData = CallReply<typeof usageRoutes.dashboard>;
type Counts = DashboardData['totals'];

const OFFERED = ['hour', 'day', 'week', 'month', 'custom'] as const;
const REFRESH_MS = 30_000;

export default function DashboardPage() {
  return (
    <InProject>{({ id, timeZone }) => <Dashboard key={id} project={id} ownZone={timeZone} />}</InProject>
  );
}

function Dashboard({ project, ownZone }: { readonly project: string; readonly ownZone: string }) {
  const { t } = useTranslation('dashboard');
  const [{ zone }, change] = useUrlState();
  const [{ since, until, name }, setRange] = useTimeRange('day');
  const query = useRoute(
    usageRoutes.dashboard,
    {
      params: { project },
      query: {
        since,
        until: until ?? openEnd(name, since),
        ...(zone && { timeZone: zone }),
      },
    },
    { refetchInterval: REFRESH_MS, keepPrevious: true },
  );
  return (
    <Page
      title={t('title')}
      description={t('description')}
      actions={
        <div className="flex flex-wrap items-end gap-3">
          <TimeRangeFields range={{ since, until, name }} offered={OFFERED} onChange={setRange} />
          <ZoneField zone={zone ?? ''} placeholder={ownZone} onChange={(next) => change({ zone: next })} />
        </div>
      }
    >
      <Loaded query={query} skeleton={<Skeleton className="h-96 w-full" />}>
        {(data) => (
          <div className="grid grid-cols-1 gap-6">
            <Totals data={data} />
            <OverTime buckets={data.buckets} />
            <ChannelHealth channels={data.channels} />
            <Latencies latency={data.latency} />
            <div className="grid grid-cols-1 gap-6 lg:grid-cols-3">
              <Shares title={t('byModel')} rows={data.models} />
              <Shares title={t('byChannel')} rows={data.channels} />
              <Shares title={t('byKey')} rows={data.keys} />
            </div>
            <Failures failures={data.failures} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

/** What ends now goes on for an hour while it is looked at. */
const openEnd = (name: RangeName, since: number | undefined): number | undefined =>
  since !== undefined && name in RANGES
    ? since + RANGES[name as keyof typeof RANGES] + RANGES.hour
    : undefined;

function Totals({ data: { totals, before, latency } }: { readonly data: DashboardData }) {
  const { t } = useTranslation('dashboard');
  const format = useFormat();
  const tokens = ({ inputTokens, outputTokens }: Counts): number => inputTokens + outputTokens;
  const unknown = totals.unknownCosts > 0 ? t('unknownCosts', { count: totals.unknownCosts }) : undefined;
  return (
    <div className="grid grid-cols-2 gap-4 md:grid-cols-3 xl:grid-cols-6">
      <Figure
        name={t('requests')}
        value={format.number(totals.requests)}
        before={format.number(before.requests)}
      />
      <Figure name={t('images')} value={format.number(totals.images)} before={format.number(before.images)} />
      <Figure
        name={t('tokens')}
        value={format.number(tokens(totals))}
        before={format.number(tokens(before))}
      />
      <Figure
        name={t('cost')}
        value={format.cost(totals.costNanoUsd)}
        before={format.cost(before.costNanoUsd)}
        {...(unknown !== undefined && { note: unknown })}
      />
      <Figure
        name={t('failed')}
        value={format.number(totals.failedRequests)}
        before={format.number(before.failedRequests)}
      />
      <Figure
        name={t('latency')}
        value={latency.whole.p50 === null ? '–' : format.duration(latency.whole.p50)}
        {...(latency.whole.p95 !== null && {
          note: t('p95', { duration: format.duration(latency.whole.p95) }),
        })}
      />
    </div>
  );
}

function Figure({
  name,
  value,
  before,
  note,
}: {
  readonly name: string;
  readonly value: string;
  /** In the time before that was as long. */
  readonly before?: string;
  readonly note?: string;
}) {
  const { t } = useTranslation('dashboard');
  return (
    <Card className="grid gap-1 p-4">
      <span className="text-xs text-muted-foreground">{name}</span>
      <span className="text-xl font-semibold">{value}</span>
      {before !== undefined && (
        <span className="text-xs text-muted-foreground">{t('before', { value: before })}</span>
      )}
      {note !== undefined && <span className="text-xs text-muted-foreground">{note}</span>}
    </Card>
  );
}

function Shares({ title, rows }: { readonly title: string; readonly rows: DashboardData['models'] }) {
  const { t } = useTranslation('dashboard');
  const format = useFormat();
  return (
    <section className="grid content-start gap-3">
      <h2 className="font-medium">{title}</h2>
      <Table
        label={title}
        head={
          <>
            <Head>{t('name')}</Head>
            <Head className="text-right">{t('requests')}</Head>
            <Head className="text-right">{t('images')}</Head>
            <Head className="text-right">{t('cost')}</Head>
          </>
        }
      >
        {rows.map((row) => (
          <tr key={row.name}>
            <Cell className="min-w-28 break-words">{row.name}</Cell>
            <Cell className="text-right">{format.number(row.requests)}</Cell>
            <Cell className="text-right">{format.number(row.images)}</Cell>
            <Cell className="text-right">{format.cost(row.costNanoUsd)}</Cell>
          </tr>
        ))}
      </Table>
    </section>
  );
}
