import { requestRoutes } from '@contract/requests.ts';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '@/api/use-route.ts';
import { Card } from '@/ui/card.tsx';
import { cn } from '@/ui/cn.ts';
import { useFormat } from '@/ui/format.ts';
import { FailureNote, Skeleton } from '@/ui/states.tsx';
import { costInWords } from '../requests/cost-in-words.ts';
import type { RequestRow } from '../requests/request-table.tsx';
import { StatusBadge } from '../requests/status-badge.tsx';
import { TimeBar } from '../requests/time-bar.tsx';

/** With so few requests their attempts are shown at once. */
const OPEN_AT_FIRST = 8;
const GRID = 'grid grid-cols-1 items-center gap-x-4 gap-y-1 md:grid-cols-[20rem_1fr_9rem]';

interface TimelineProps {
  readonly project: string;
  /** Newest first. */
  readonly requests: readonly RequestRow[];
  readonly onOpen: (id: string) => void;
}

/** Every request in its place in time, the first on top, with its attempts below. */
export function Timeline({ project, requests, onOpen }: TimelineProps) {
  const { t } = useTranslation('traces');
  const format = useFormat();
  const rows = requests.toReversed();
  const start = Math.min(...rows.map(({ createdAt }) => createdAt));
  const end = Math.max(...rows.map(({ createdAt, durationMs }) => createdAt + durationMs));
  const whole = Math.max(end - start, 1);
  return (
    <Card className="grid grid-cols-1 gap-3 p-0">
      <header className={cn(GRID, 'border-b px-4 py-3 text-xs text-muted-foreground')}>
        <h2 className="text-sm font-medium text-foreground">{t('timeline')}</h2>
        <span className="hidden justify-between tabular-nums md:flex" aria-hidden>
          {[0, 0.25, 0.5, 0.75, 1].map((part) => (
            <span key={part}>{format.duration(whole * part)}</span>
          ))}
        </span>
      </header>
      <ol className="grid grid-cols-1 divide-y">
        {rows.map((request) => (
          <RequestLine
            key={request.id}
            project={project}
            request={request}
            span={{ start, whole }}
            isOpen={rows.length <= OPEN_AT_FIRST}
            onOpen={() => onOpen(request.id)}
          />
        ))}
      </ol>
    </Card>
  );
}

interface Span {
  /** Unix milliseconds. */
  readonly start: number;
  /** Milliseconds. */
  readonly whole: number;
}

function RequestLine({
  project,
  request,
  span,
  isOpen,
  onOpen,
}: {
  readonly project: string;
  readonly request: RequestRow;
  readonly span: Span;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}) {
  const { t } = useTranslation('traces');
  const format = useFormat();
  const [open, setOpen] = useState(isOpen);
  const took = format.duration(request.durationMs);
  return (
    <li className="grid grid-cols-1 gap-2 px-4 py-2.5 text-sm">
      <div className={GRID}>
        <span className="flex min-w-0 items-center gap-2">
          <button
            type="button"
            aria-expanded={open}
            aria-label={t('attemptsOf', { model: request.model })}
            className="cursor-pointer rounded p-0.5 hover:bg-muted"
            onClick={() => setOpen(!open)}
          >
            <ChevronRight className={cn('size-4 transition-transform', open && 'rotate-90')} aria-hidden />
          </button>
          <button
            type="button"
            className="min-w-0 cursor-pointer truncate font-medium underline"
            title={request.model}
            onClick={onOpen}
          >
            {request.model}
          </button>
          <StatusBadge status={request.status} code={request.errorCode} />
        </span>
        <TimeBar
          label={t('took', { duration: took })}
          start={request.createdAt - span.start}
          duration={request.durationMs}
          first={request.firstMs}
          whole={span.whole}
          failed={request.status >= 400}
        />
        <span className="flex justify-between gap-3 text-xs text-muted-foreground tabular-nums md:justify-end">
          <span>{took}</span>
          <span>{costInWords(request, format)}</span>
        </span>
      </div>
      {open && <AttemptLines project={project} id={request.id} span={span} />}
    </li>
  );
}

function AttemptLines({
  project,
  id,
  span,
}: {
  readonly project: string;
  readonly id: string;
  readonly span: Span;
}) {
  const { t } = useTranslation('traces');
  const format = useFormat();
  const query = useRoute(requestRoutes.get, { params: { project, id } });
  if (query.error) return <FailureNote error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton className="ml-8 h-4 w-64" />;
  const { executions } = query.data;
  if (executions.length === 0) {
    return <p className="pl-8 text-xs text-muted-foreground">{t('noAttempts')}</p>;
  }
  return (
    <ol className="grid grid-cols-1 gap-1.5">
      {executions.map((attempt) => (
        <li key={attempt.position} className={cn(GRID, 'text-xs')}>
          <span className="flex min-w-0 items-center gap-2 pl-8 text-muted-foreground">
            <span className="truncate" title={`${attempt.channel} ${attempt.model}`}>
              {attempt.channel} · {attempt.model}
            </span>
            {attempt.errorCode !== null && (
              <StatusBadge status={attempt.upstreamStatus ?? 502} code={attempt.errorCode} />
            )}
          </span>
          <TimeBar
            className="h-1.5"
            label={t('took', { duration: format.duration(attempt.durationMs) })}
            start={attempt.startedAt - span.start}
            duration={attempt.durationMs}
            first={attempt.firstMs}
            whole={span.whole}
            failed={attempt.errorCode !== null}
          />
          <span className="text-right text-muted-foreground tabular-nums">
            {format.duration(attempt.durationMs)}
          </span>
        </li>
      ))}
    </ol>
  );
}
