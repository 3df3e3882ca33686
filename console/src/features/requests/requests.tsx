import { liveRoutes } from '@contract/live.ts';
import { requestRoutes } from '@contract/requests.ts';
import { ArrowUp, Pause, Play, ScrollText } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { urlOf } from '@/api/call.ts';
import { usePages } from '@/api/use-route.ts';
import { InProject } from '@/app/in-project.tsx';
import { useUrlState } from '@/app/url-state.ts';
import { Button } from '@/ui/button.tsx';
import { Page } from '@/ui/card.tsx';
import { Empty, FailureNote, Skeleton } from '@/ui/states.tsx';
import { More } from '@/ui/table.tsx';
import { useScrolledDown } from '@/ui/use-scrolled-down.ts';
import { useTimeRange } from '../time-range/use-time-range.ts';
import { RequestDialog } from './request-dialog.tsx';
import { RequestFilters } from './request-filters.tsx';
import { RequestTable } from './request-table.tsx';
import { useLiveRows } from './use-live-rows.ts';
import { useLiveStream } from './use-live-stream.ts';

export default function RequestsPage() {
  return <InProject>{({ id }) => <Requests key={id} project={id} />}</InProject>;
}

const POLL_MS = 4_000;

function Requests({ project }: { readonly project: string }) {
  const { t } = useTranslation('requests');
  const [state, change] = useUrlState();
  const [range, setRange] = useTimeRange('all');
  const [live, setLive] = useState(true);
  const scrolled = useScrolledDown();
  const { id, model, channel, keyId, outcome, errorCode, traceId, threadId, hasImages, text } = state;
  const filter = {
    ...({ model, channel, keyId, outcome, errorCode, traceId, threadId, hasImages } as {
      readonly outcome?: 'ok' | 'failed';
      readonly hasImages?: 'true' | 'false';
    }),
    status: state.status,
    minCostUsd: state.minCostUsd,
  };
  // The stream tells nothing of words in bodies, and nothing new belongs to a time that is over.
  const canStream = text === undefined && range.until === undefined;
  const url = live && canStream ? urlOf(liveRoutes.live, { params: { project }, query: filter }) : null;
  const stream = useLiveStream(url, { onRow: (row) => list.add(row), onGap: () => void query.refetch() });
  const polls = live && !scrolled && (url === null || stream === 'broken');
  const query = usePages(
    requestRoutes.list,
    { params: { project }, query: { ...filter, text, since: range.since, until: range.until } },
    polls ? { refetchInterval: POLL_MS } : {},
  );
  const { refetch } = query;
  const list = useLiveRows(
    query.items,
    scrolled || !live,
    useCallback(() => void refetch(), [refetch]),
  );
  const toggle = <LiveToggle live={live} onChange={setLive} isStream={stream === 'open'} polls={polls} />;
  return (
    <Page title={t('title')} description={t('description')} actions={toggle}>
      <RequestFilters project={project} range={range} onRange={setRange} />
      {query.error && <FailureNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-80 w-full" />}
      {query.isSuccess && list.rows.length === 0 && (
        <Empty icon={ScrollText} title={t('empty.title')}>
          {t(query.hasNextPage ? 'empty.further' : 'empty.text')}
        </Empty>
      )}
      {list.waiting > 0 && live && (
        <Button
          kind="primary"
          className="sticky top-3 z-10 justify-self-center shadow-md"
          onClick={() => {
            window.scrollTo({ top: 0 });
            list.show();
          }}
        >
          <ArrowUp aria-hidden />
          {t('waiting', { count: list.waiting })}
        </Button>
      )}
      {list.rows.length > 0 && (
        <RequestTable items={list.rows} onOpen={(next) => change({ id: next }, { push: true })} />
      )}
      <More query={query} />
      {id !== undefined && (
        <RequestDialog key={id} project={project} id={id} onClose={() => change({ id: undefined })} />
      )}
    </Page>
  );
}

/** Whether new requests appear by themselves, and in which way. */
function LiveToggle({
  live,
  onChange,
  isStream,
  polls,
}: {
  readonly live: boolean;
  readonly onChange: (live: boolean) => void;
  readonly isStream: boolean;
  readonly polls: boolean;
}) {
  const { t } = useTranslation('requests');
  return (
    <div className="flex flex-wrap items-center gap-3">
      <span role="status" className="text-xs text-muted-foreground">
        {live && isStream && t('byStream')}
        {live && !isStream && polls && t('byPolling', { seconds: POLL_MS / 1_000 })}
      </span>
      <Button aria-pressed={live} onClick={() => onChange(!live)}>
        {live ? <Pause aria-hidden /> : <Play aria-hidden />}
        {live && <span className="size-2 animate-pulse rounded-full bg-success" aria-hidden />}
        {t(live ? 'live' : 'paused')}
      </Button>
    </div>
  );
}
