import { imageRoutes } from '@contract/images.ts';
import { requestRoutes } from '@contract/requests.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallReply, urlOf } from '@/api/call.ts';
import { useRoute } from '@/api/use-route.ts';
import { Badge } from '@/ui/badge.tsx';
import { CopyButton } from '@/ui/copy.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { useFormat } from '@/ui/format.ts';
import { Loaded } from '@/ui/states.tsx';
import { StatusBadge } from './status-badge.tsx';

type Detail = CallReply<typeof requestRoutes.get>;

interface RequestDialogProps {
  readonly project: string;
  readonly id: string;
  readonly onClose: () => void;
}

/** What the client saw, and every attempt behind it. */
export function RequestDialog({ project, id, onClose }: RequestDialogProps) {
  const { t } = useTranslation('requests');
  const query = useRoute(requestRoutes.get, { params: { project, id } });
  return (
    <Dialog open onClose={onClose} title={t('detail.title')} description={<Id id={id} />} place="side">
      <Loaded query={query}>{(detail) => <Content project={project} detail={detail} />}</Loaded>
    </Dialog>
  );
}

const Id = ({ id }: { readonly id: string }) => (
  <span className="flex items-center gap-2 break-all">
    {id}
    <CopyButton text={id} />
  </span>
);

function Content({ project, detail }: { readonly project: string; readonly detail: Detail }) {
  const { t } = useTranslation('requests');
  const format = useFormat();
  return (
    <div className="grid gap-6 text-sm">
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
        <Fact name={t('column.status')}>
          <StatusBadge status={detail.status} code={detail.errorCode} /> {detail.errorMessage}
        </Fact>
        <Fact name={t('column.model')}>{detail.model}</Fact>
        <Fact name={t('detail.path')}>
          {detail.path} ({detail.dialect}
          {detail.stream && `, ${t('detail.stream')}`})
        </Fact>
        <Fact name={t('column.time')}>{format.time(detail.createdAt)}</Fact>
        <Fact name={t('column.duration')}>{format.duration(detail.durationMs)}</Fact>
        <Fact name={t('column.cost')}>
          {detail.costNanoUsd === null && !detail.costUnknown ? '–' : format.cost(detail.costNanoUsd)}
        </Fact>
        <Fact name={t('detail.client')}>{detail.client ?? '–'}</Fact>
        <Fact name={t('detail.trace')}>{detail.traceId}</Fact>
      </dl>
      {detail.images.length > 0 && (
        <section aria-label={t('column.images')} className="flex flex-wrap gap-2">
          {detail.images.map((image) => (
            <a
              key={image.id}
              href={urlOf(imageRoutes.file, { params: { project, id: image.id } })}
              target="_blank"
              rel="noreferrer"
            >
              <img
                src={urlOf(imageRoutes.thumbnail, { params: { project, id: image.id } })}
                alt={image.prompt ?? image.model}
                className="size-28 rounded-md border object-cover"
              />
            </a>
          ))}
        </section>
      )}
      {detail.warnings.length > 0 && (
        <section className="grid gap-2">
          <h3 className="font-medium">{t('detail.warnings')}</h3>
          <ul className="grid list-disc gap-1 pl-5">
            {detail.warnings.map(({ field, kind, detail: words }) => (
              <li key={`${field} ${words}`}>
                <strong className="font-medium">{field}</strong> ({kind}): {words}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="grid gap-3">
        <h3 className="font-medium">{t('detail.attempts')}</h3>
        {detail.executions.map((execution) => (
          <Execution key={execution.position} execution={execution} request={detail} />
        ))}
      </section>
    </div>
  );
}

type ExecutionRow = Detail['executions'][number];

/** One attempt: where, how long, why there. The bar shows its part of the whole time. */
function Execution({ execution, request }: { readonly execution: ExecutionRow; readonly request: Detail }) {
  const { t } = useTranslation('requests');
  const format = useFormat();
  const whole = Math.max(request.durationMs, 1);
  const percent = (ms: number): string => `${Math.min(Math.max((ms / whole) * 100, 0), 100)}%`;
  return (
    <article className="grid gap-2 rounded-md border p-3">
      <header className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{execution.channel}</span>
        <span className="text-muted-foreground">{execution.model}</span>
        {execution.credential !== null && <Badge>{execution.credential}</Badge>}
        <StatusBadge
          status={execution.errorCode === null ? 200 : (execution.upstreamStatus ?? 502)}
          code={execution.errorCode}
        />
        <span className="ml-auto">{format.cost(execution.costNanoUsd)}</span>
      </header>
      <div
        role="img"
        aria-label={t('detail.took', { duration: format.duration(execution.durationMs) })}
        className="relative h-2 rounded bg-muted"
      >
        <div
          className="absolute h-2 min-w-1 rounded bg-primary"
          style={{
            left: percent(execution.startedAt - request.createdAt),
            width: percent(execution.durationMs),
          }}
        />
      </div>
      <p className="text-xs text-muted-foreground">
        {t('detail.took', { duration: format.duration(execution.durationMs) })}
        {execution.firstMs !== null &&
          ` · ${t('detail.first', { duration: format.duration(execution.firstMs) })}`}
        {` · ${t('detail.score')} ${execution.score.total.toFixed(2)} (${scoreParts(execution.score.parts)}) · ${execution.score.health}`}
      </p>
    </article>
  );
}

const scoreParts = (parts: Readonly<Record<string, number>>): string =>
  Object.entries(parts)
    .map(([name, value]) => `${name} ${value.toFixed(2)}`)
    .join(', ');

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
