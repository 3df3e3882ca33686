import { CircleAlert, type LucideIcon, ShieldBan } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure } from '@/api/failure.ts';
import { Button } from './button.tsx';
import { cn } from './cn.ts';

/** The provider's doing, not the gateway's. */
const UPSTREAM = new Set([
  'upstream_error',
  'upstream_auth',
  'upstream_unavailable',
  'upstream_timeout',
  'no_image',
]);

/** The content policy of a provider, in the words of the gateway and of the Images API. */
const REFUSALS = new Set(['content_policy', 'moderation_blocked']);

/** What happened and what to do, in words; never a raw error. */
export function useFailureWords(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof Failure)) return t('failure.unforeseen');
    if (error.status === 0) return t('failure.unreachable');
    if (error.status === 401) return t('failure.signedOut');
    if (error.code === 'permission_denied') return t('failure.forbidden', { reason: error.message });
    if (error.status === 404) return t('failure.gone', { reason: error.message });
    if (error.status === 429)
      return t('failure.tooMany', { reason: error.message, seconds: error.retryAfter ?? 60 });
    if (REFUSALS.has(error.code)) return t('failure.refused', { reason: error.message });
    if (UPSTREAM.has(error.code)) return t('failure.upstream', { reason: error.message });
    if (error.status >= 500) return t('failure.gateway', { reason: error.message });
    return error.message;
  };
}

export function FailureNote({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const { t } = useTranslation();
  const words = useFailureWords();
  const refused = error instanceof Failure && REFUSALS.has(error.code);
  const Icon = refused ? ShieldBan : CircleAlert;
  return (
    <div
      role="alert"
      data-refused={refused || undefined}
      className={cn(
        'flex items-start gap-3 rounded-lg border p-4 text-sm',
        refused ? 'border-warning/40 bg-warning/5' : 'border-danger/40 bg-danger/5',
      )}
    >
      <Icon className={cn('mt-0.5 size-4 shrink-0', refused ? 'text-warning' : 'text-danger')} aria-hidden />
      <div className="grid gap-2">
        <p>{words(error)}</p>
        {retry && (
          <Button size="small" className="justify-self-start" onClick={retry}>
            {t('action.retry')}
          </Button>
        )}
      </div>
    </div>
  );
}

export function Empty({
  icon: Icon,
  title,
  children,
  action,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="grid justify-items-center gap-3 rounded-lg border border-dashed px-6 py-14 text-center">
      <Icon className="size-8 text-muted-foreground" aria-hidden />
      <p className="font-medium">{title}</p>
      {children !== undefined && <div className="max-w-md text-sm text-muted-foreground">{children}</div>}
      {action}
    </div>
  );
}

export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden className={cn('animate-pulse rounded-md bg-muted', className)} />;
}

interface LoadedProps<Data> {
  readonly query: {
    readonly data: Data | undefined;
    readonly error: unknown;
    readonly isPending: boolean;
    readonly refetch: () => unknown;
  };
  /** Shown while nothing is there yet. */
  readonly skeleton?: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** Waiting, failed or there: the three states of everything that is read. */
export function Loaded<Data>({ query, skeleton, children }: LoadedProps<Data>) {
  const { t } = useTranslation();
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <FailureNote error={query.error} retry={() => void query.refetch()} />;
  return (
    <div role="status" aria-label={t('state.loading')}>
      {skeleton ?? <Skeleton className="h-40 w-full" />}
    </div>
  );
}
