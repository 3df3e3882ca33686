import { requestRoutes } from '@contract/requests.ts';
import { Pause, Play, ScrollText } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePages } from '@/api/use-route.ts';
import { InProject } from '@/app/in-project.tsx';
import { useUrlState } from '@/app/url-state.ts';
import { Button } from '@/ui/button.tsx';
import { Page } from '@/ui/card.tsx';
import { Empty, FailureNote, Skeleton } from '@/ui/states.tsx';
import { More } from '@/ui/table.tsx';
import { useTimeRange } from '../time-range/use-time-range.ts';
import { RequestDialog } from './request-dialog.tsx';
import { RequestFilters } from './request-filters.tsx';
import { RequestTable } from './request-table.tsx';

export default function RequestsPage() {
  return <InProject>{({ id }) => <Requests key={id} project={id} />}</InProject>;
}

const LIVE_MS = 4_000;

function Requests({ project }: { readonly project: string }) {
  const { t } = useTranslation('requests');
  const [state, change] = useUrlState();
  const [range, setRange] = useTimeRange('all');
  const [live, setLive] = useState(true);
  const { id, model, channel, keyId, outcome, errorCode, traceId, threadId, hasImages, text } = state;
  const filter = { model, channel, keyId, outcome, errorCode, traceId, threadId, hasImages, text };
  const query = usePages(
    requestRoutes.list,
    {
      params: { project },
      query: {
        ...(filter as { readonly outcome?: 'ok' | 'failed'; readonly hasImages?: 'true' | 'false' }),
        status: state.status,
        minCostUsd: state.minCostUsd,
        since: range.since,
        until: range.until,
      },
    },
    live ? { refetchInterval: LIVE_MS } : {},
  );
  const toggle = (
    <Button aria-pressed={live} onClick={() => setLive(!live)}>
      {live ? <Pause aria-hidden /> : <Play aria-hidden />}
      {live && <span className="size-2 animate-pulse rounded-full bg-success" aria-hidden />}
      {t(live ? 'live' : 'paused')}
    </Button>
  );
  return (
    <Page title={t('title')} description={t('description')} actions={toggle}>
      <RequestFilters project={project} range={range} onRange={setRange} />
      {query.error && <FailureNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-80 w-full" />}
      {query.isSuccess && query.items.length === 0 && (
        <Empty icon={ScrollText} title={t('empty.title')}>
          {t(query.hasNextPage ? 'empty.further' : 'empty.text')}
        </Empty>
      )}
      {query.items.length > 0 && (
        <RequestTable items={query.items} onOpen={(next) => change({ id: next }, { push: true })} />
      )}
      <More query={query} />
      {id !== undefined && (
        <RequestDialog key={id} project={project} id={id} onClose={() => change({ id: undefined })} />
      )}
    </Page>
  );
}
