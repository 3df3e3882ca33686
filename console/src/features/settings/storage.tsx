import { settingsRoutes } from '@contract/settings.ts';
import { storageRoutes } from '@contract/storage.ts';
import { useTranslation } from 'react-i18next';
import type { CallReply } from '@/api/call.ts';
import { useChange, useRoute } from '@/api/use-route.ts';
import { PageLink } from '@/app/page-link.tsx';
import { useMay } from '@/app/session.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Card } from '@/ui/card.tsx';
import { Fact, Facts } from '@/ui/facts.tsx';
import { useFormat } from '@/ui/format.ts';
import { FailureNote, Loaded, Skeleton } from '@/ui/states.tsx';

type Stored = CallReply<typeof storageRoutes.get>;

/** Where everything is kept, how much there is, what goes next, and whether it works. */
export function Storage() {
  const { t } = useTranslation('settings');
  const query = useRoute(storageRoutes.get);
  return (
    <>
      <Card className="grid grid-cols-1 gap-4">
        <h2 className="text-lg font-semibold">{t('storage.title')}</h2>
        <Loaded query={query} skeleton={<Skeleton className="h-60 w-full" />}>
          {(stored) => <Places stored={stored} />}
        </Loaded>
        <p className="text-xs text-muted-foreground">{t('storage.elsewhere')}</p>
      </Card>
      {query.data && <Ending stored={query.data} />}
      <Checks />
    </>
  );
}

function Places({ stored }: { readonly stored: Stored }) {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const { database, blobs, shared, images, bodies, requests, waiting } = stored;
  const amount = ({ count, bytes }: { count: number; bytes: number }) =>
    `${format.number(count)} · ${format.bytes(bytes)}`;
  return (
    <Facts>
      <Fact name={t('storage.database')}>
        {t(`stores.${database.kind}`)} · {format.bytes(database.bytes)}
        <Place>{database.place}</Place>
      </Fact>
      <Fact name={t('storage.blobs')}>
        {t(`stores.${blobs.kind}`)}
        {blobs.freeBytes !== null && ` · ${t('storage.free', { bytes: format.bytes(blobs.freeBytes) })}`}
        <Place>{blobs.place}</Place>
      </Fact>
      <Fact name={t('storage.shared')}>
        {t(`stores.${shared.kind}`)}
        {shared.place !== null && <Place>{shared.place}</Place>}
      </Fact>
      <Fact name={t('storage.requests')}>{format.number(requests)}</Fact>
      <Fact name={t('storage.images')}>{amount(images)}</Fact>
      <Fact name={t('storage.bodies')}>{amount(bodies)}</Fact>
      <Fact name={t('storage.waiting')}>{format.number(waiting)}</Fact>
    </Facts>
  );
}

const Place = ({ children }: { readonly children: string }) => (
  <code className="block text-xs break-all text-muted-foreground">{children}</code>
);

function Ending({ stored: { ending, endingIsMore } }: { readonly stored: Stored }) {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const settings = useRoute(settingsRoutes.list);
  const days = settings.data?.requests.value as Readonly<Record<string, number>> | undefined;
  return (
    <Card className="grid grid-cols-1 gap-3">
      <h2 className="text-lg font-semibold">{t('storage.ending')}</h2>
      <Facts>
        <Fact name={t('storage.images')}>
          {format.number(ending.images.count)} · {format.bytes(ending.images.bytes)}
          {days && ` (${t('storage.kept', { count: days.keepImageDays ?? 0 })})`}
        </Fact>
        <Fact name={t('storage.bodies')}>
          {format.number(ending.bodies.count)} · {format.bytes(ending.bodies.bytes)}
          {days && ` (${t('storage.kept', { count: days.keepBodyDays ?? 0 })})`}
        </Fact>
      </Facts>
      {endingIsMore && <p className="text-xs text-muted-foreground">{t('storage.atLeast')}</p>}
      <PageLink
        to="."
        search={{ section: 'retention' }}
        className="justify-self-start text-sm font-medium text-primary underline"
      >
        {t('storage.change')}
      </PageLink>
    </Card>
  );
}

function Checks() {
  const { t } = useTranslation('settings');
  const may = useMay();
  const check = useChange(storageRoutes.check);
  if (!may('settings:write')) return null;
  return (
    <Card className="grid grid-cols-1 gap-4">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid gap-1">
          <h2 className="text-lg font-semibold">{t('check.title')}</h2>
          <p className="text-sm text-muted-foreground">{t('check.description')}</p>
        </div>
        <Button busy={check.isPending} onClick={() => check.mutate({})}>
          {t('check.now')}
        </Button>
      </header>
      {check.error && <FailureNote error={check.error} />}
      {check.data && (
        <ul className="grid gap-2 text-sm" aria-live="polite">
          {check.data.items.map(({ what, ok, ms, problem }) => (
            <li key={what} className="flex flex-wrap items-center gap-2">
              <Badge tone={ok ? 'good' : 'bad'}>{t(ok ? 'check.works' : 'check.fails')}</Badge>
              {t(`storage.${what}`)}
              <span className="text-muted-foreground">{ms} ms</span>
              {problem !== null && <span className="basis-full break-words text-danger">{problem}</span>}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
