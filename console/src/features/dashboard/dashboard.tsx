import { usageRoutes } from '@contract/usage.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallReply } from '@/api/call.ts';
import { useRoute } from '@/api/use-route.ts';
import { InProject } from '@/app/in-project.tsx';
import { Card, Page } from '@/ui/card.tsx';
import { Field } from '@/ui/field.tsx';
import { useFormat } from '@/ui/format.ts';
import { Select } from '@/ui/input.tsx';
import { Loaded, Skeleton } from '@/ui/states.tsx';
import { Cell, Head, Table } from '@/ui/table.tsx';
import { ChannelHealth } from './channel-health.tsx';
import { OverTime } from './over-time.tsx';

export type DashboardData = CallReply<typeof usageRoutes.dashboard>;
type Counts = DashboardData['totals'];

const HOUR_MS = 3_600_000;
const RANGES = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 168 * HOUR_MS, month: 720 * HOUR_MS } as const;
type Range = keyof typeof RANGES;
const REFRESH_MS = 30_000;

export default function DashboardPage() {
  return <InProject>{({ id }) => <Dashboard key={id} project={id} />}</InProject>;
}

function Dashboard({ project }: { readonly project: string }) {
  const { t } = useTranslation('dashboard');
  const [range, setRange] = useState<Range>('day');
  const [until] = useState(() => Date.now() + HOUR_MS);
  const query = useRoute(
    usageRoutes.dashboard,
    { params: { project }, query: { since: until - HOUR_MS - RANGES[range], until } },
    { refetchInterval: REFRESH_MS, keepPrevious: true },
  );
  const choice = (
    <Field label={t('range')}>
      <Select value={range} onChange={({ target }) => setRange(target.value as Range)}>
        {(Object.keys(RANGES) as Range[]).map((each) => (
          <option key={each} value={each}>
            {t(`ranges.${each}`)}
          </option>
        ))}
      </Select>
    </Field>
  );
  return (
    <Page title={t('title')} description={t('description')} actions={choice}>
      <Loaded query={query} skeleton={<Skeleton className="h-96 w-full" />}>
        {(data) => (
          <div className="grid gap-6">
            <Totals data={data} />
            <OverTime buckets={data.buckets} />
            <ChannelHealth channels={data.channels} />
            <div className="grid gap-6 lg:grid-cols-2">
              <Shares title={t('byModel')} rows={data.models} />
              <Shares title={t('byKey')} rows={data.keys} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

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
      {note !== undefined && <span className="text-xs text-warning">{note}</span>}
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
            <Cell className="break-all">{row.name}</Cell>
            <Cell className="text-right">{format.number(row.requests)}</Cell>
            <Cell className="text-right">{format.number(row.images)}</Cell>
            <Cell className="text-right">{format.cost(row.costNanoUsd)}</Cell>
          </tr>
        ))}
      </Table>
    </section>
  );
}
