import { traceRoutes } from '@contract/traces.ts';
import { Pin, Waypoints, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CallReply } from '@/api/call.ts';
import { usePages } from '@/api/use-route.ts';
import { PageLink } from '@/app/page-link.tsx';
import { useUrlState } from '@/app/url-state.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { useFormat } from '@/ui/format.ts';
import { Select } from '@/ui/input.tsx';
import { Empty, FailureNote, Skeleton } from '@/ui/states.tsx';
import { Cell, Head, More, Table } from '@/ui/table.tsx';
import { TimeRangeFields } from '../time-range/time-range-fields.tsx';
import { useTimeRange } from '../time-range/use-time-range.ts';

export type Trace = CallReply<typeof traceRoutes.get>;

export function TraceList({ project }: { readonly project: string }) {
  const { t } = useTranslation('traces');
  const [{ pinned = '', thread = '' }, change] = useUrlState();
  const [range, setRange] = useTimeRange('all');
  const query = usePages(traceRoutes.list, {
    params: { project },
    query: {
      since: range.since,
      until: range.until,
      ...(pinned !== '' && { pinned: pinned as 'true' | 'false' }),
      ...(thread !== '' && { threadId: thread }),
    },
  });
  return (
    <div className="grid grid-cols-1 gap-5">
      <div className="flex flex-wrap items-end gap-3">
        <TimeRangeFields
          range={range}
          offered={['all', 'hour', 'day', 'week', 'month', 'custom']}
          onChange={setRange}
        />
        <Field label={t('pinned')} className="min-w-36 flex-1 sm:flex-none">
          <Select value={pinned} onChange={({ target }) => change({ pinned: target.value })}>
            <option value="">{t('all')}</option>
            <option value="true">{t('onlyPinned')}</option>
            <option value="false">{t('notPinned')}</option>
          </Select>
        </Field>
        {thread !== '' && (
          <Button kind="ghost" onClick={() => change({ thread: undefined })}>
            {t('ofThread', { thread })}
            <X aria-label={t('anyThread')} />
          </Button>
        )}
      </div>
      {query.error && <FailureNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-60 w-full" />}
      {query.isSuccess && query.items.length === 0 && (
        <Empty icon={Waypoints} title={t('empty.title')}>
          {t('empty.text')}
        </Empty>
      )}
      {query.items.length > 0 && <TraceTable items={query.items} />}
      <More query={query} />
    </div>
  );
}

function TraceTable({ items }: { readonly items: readonly Trace[] }) {
  const { t } = useTranslation('traces');
  const format = useFormat();
  return (
    <Table
      label={t('traces')}
      head={
        <>
          <Head>{t('column.trace')}</Head>
          <Head>{t('column.last')}</Head>
          <Head className="text-right">{t('column.lasted')}</Head>
          <Head className="text-right">{t('column.requests')}</Head>
          <Head className="text-right">{t('column.images')}</Head>
          <Head className="text-right">{t('column.tokens')}</Head>
          <Head className="text-right">{t('column.cost')}</Head>
        </>
      }
    >
      {items.map((trace) => (
        <tr key={trace.id} className="hover:bg-muted/60">
          <Cell className="max-w-80">
            <span className="flex items-center gap-2">
              <PageLink
                to="/traces"
                search={{ trace: trace.id }}
                className="truncate font-medium underline"
                title={trace.id}
              >
                {trace.id}
              </PageLink>
              {trace.pinned && <Pin className="size-3.5 shrink-0 text-primary" aria-label={t('pinnedOne')} />}
            </span>
          </Cell>
          <Cell className="whitespace-nowrap">{format.time(trace.lastAt)}</Cell>
          <Cell className="text-right whitespace-nowrap tabular-nums">
            {format.duration(trace.lastAt - trace.firstAt)}
          </Cell>
          <Cell className="text-right whitespace-nowrap tabular-nums">
            {format.number(trace.requests)}
            {trace.failed > 0 && (
              <Badge tone="bad" className="ml-2">
                {t('failed', { count: trace.failed })}
              </Badge>
            )}
          </Cell>
          <Cell className="text-right tabular-nums">{trace.images || '–'}</Cell>
          <Cell className="text-right tabular-nums">
            {format.number(trace.inputTokens + trace.outputTokens)}
          </Cell>
          <Cell className="text-right whitespace-nowrap tabular-nums">
            {format.cost(trace.costNanoUsd)}
            {trace.unknownCosts > 0 && <span className="text-warning"> +?</span>}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
