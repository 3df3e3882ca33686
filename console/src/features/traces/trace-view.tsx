import { traceRoutes } from '@contract/traces.ts';
import { Link } from '@tanstack/react-router';
import { ArrowLeft, Pin, PinOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useChange, usePages, useRoute } from '@/api/use-route.ts';
import { PageLink } from '@/app/page-link.tsx';
import { useMay } from '@/app/session.ts';
import { useUrlState } from '@/app/url-state.ts';
import { Button } from '@/ui/button.tsx';
import { Page } from '@/ui/card.tsx';
import { useFormat } from '@/ui/format.ts';
import { FailureNote, Loaded, Skeleton } from '@/ui/states.tsx';
import { More } from '@/ui/table.tsx';
import { RequestDialog } from '../requests/request-dialog.tsx';
import { Timeline } from './timeline.tsx';
import type { Trace } from './trace-list.tsx';

/** One trace: what it comes to, and its requests and attempts as a waterfall. */
export function TraceView({ project, id }: { readonly project: string; readonly id: string }) {
  const { t } = useTranslation('traces');
  const params = { project, id };
  const query = useRoute(traceRoutes.get, { params });
  const requests = usePages(traceRoutes.requests, { params });
  const [state, change] = useUrlState();
  return (
    <Page
      title={t('one')}
      description={<span className="break-all">{id}</span>}
      actions={query.data && <PinButton project={project} trace={query.data} />}
    >
      <Link to="/traces" className="flex items-center gap-2 justify-self-start text-sm underline">
        <ArrowLeft className="size-4" aria-hidden />
        {t('back')}
      </Link>
      <Loaded query={query} skeleton={<Skeleton className="h-24 w-full" />}>
        {(trace) => <Totals trace={trace} />}
      </Loaded>
      {requests.error && <FailureNote error={requests.error} retry={() => void requests.refetch()} />}
      {requests.isPending && <Skeleton className="h-60 w-full" />}
      {requests.items.length > 0 && (
        <Timeline
          project={project}
          requests={requests.items}
          onOpen={(request) => change({ id: request }, { push: true })}
        />
      )}
      <More query={requests} />
      {state.id !== undefined && (
        <RequestDialog
          key={state.id}
          project={project}
          id={state.id}
          onClose={() => change({ id: undefined })}
        />
      )}
    </Page>
  );
}

function Totals({ trace }: { readonly trace: Trace }) {
  const { t } = useTranslation('traces');
  const format = useFormat();
  const figures = [
    [t('column.requests'), format.number(trace.requests)],
    [t('failures'), format.number(trace.failed)],
    [t('column.lasted'), format.duration(trace.lastAt - trace.firstAt)],
    [t('column.images'), format.number(trace.images)],
    [t('column.tokens'), format.number(trace.inputTokens + trace.outputTokens)],
    [t('column.cost'), `${format.cost(trace.costNanoUsd)}${trace.unknownCosts > 0 ? ' +?' : ''}`],
  ] as const;
  return (
    <div className="grid grid-cols-1 gap-3">
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-border sm:grid-cols-3 xl:grid-cols-6">
        {figures.map(([name, value]) => (
          <div key={name} className="grid content-start gap-1 bg-surface p-4">
            <dt className="text-xs text-muted-foreground">{name}</dt>
            <dd className="text-lg font-semibold tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {trace.threadId !== null && (
        <p className="text-sm text-muted-foreground">
          {t('column.thread')}:{' '}
          <PageLink
            to="/traces"
            search={{ thread: trace.threadId }}
            className="break-all text-foreground underline"
          >
            {trace.threadId}
          </PageLink>
        </p>
      )}
    </div>
  );
}

function PinButton({ project, trace }: { readonly project: string; readonly trace: Trace }) {
  const { t } = useTranslation('traces');
  const may = useMay()('requests:write');
  const pin = useChange(traceRoutes.pin, ['requests']);
  const unpin = useChange(traceRoutes.unpin, ['requests']);
  if (!may) return null;
  const { mutate, isPending } = trace.pinned ? unpin : pin;
  return (
    <Button
      aria-pressed={trace.pinned}
      title={t('pinHint')}
      busy={isPending}
      onClick={() => mutate({ params: { project, id: trace.id } })}
    >
      {trace.pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
      {t(trace.pinned ? 'unpin' : 'pin')}
    </Button>
  );
}
