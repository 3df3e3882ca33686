import { meRoutes } from '@contract/me.ts';
import { LogOut, MonitorSmartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import type { CallReply } from '@/api/call.ts';
import { useChange, useRoute } from '@/api/use-route.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Card } from '@/ui/card.tsx';
import { useFormat } from '@/ui/format.ts';
import { FailureNote, Loaded } from '@/ui/states.tsx';
import { browserOf } from './browser.ts';

type Session = CallReply<typeof meRoutes.sessions>['items'][number];

/** Browsers one is signed in with. */
export function Sessions() {
  const { t } = useTranslation('account');
  const query = useRoute(meRoutes.sessions);
  const end = useChange(meRoutes.endSession);
  const endOthers = useChange(meRoutes.endOtherSessions);
  const failure = end.error ?? endOthers.error;
  return (
    <Card className="grid gap-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-medium">{t('sessions')}</h2>
        {(query.data?.items.length ?? 0) > 1 && (
          <Button
            size="small"
            busy={endOthers.isPending}
            onClick={() =>
              endOthers.mutate(
                {},
                { onSuccess: ({ ended }) => void toast.success(t('ended', { count: ended })) },
              )
            }
          >
            {t('endOthers')}
          </Button>
        )}
      </div>
      {failure && <FailureNote error={failure} />}
      <Loaded query={query}>
        {({ items }) => (
          <ul className="divide-y rounded-md border text-sm">
            {items.map((session) => (
              <Row
                key={session.id}
                session={session}
                busy={end.isPending && end.variables.params.id === session.id}
                onEnd={() => end.mutate({ params: { id: session.id } })}
              />
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}

function Row({
  session,
  busy,
  onEnd,
}: {
  readonly session: Session;
  readonly busy: boolean;
  readonly onEnd: () => void;
}) {
  const { t } = useTranslation('account');
  const format = useFormat();
  const browser = browserOf(session.userAgent) || t('unknownBrowser');
  return (
    <li className="flex items-center gap-3 p-3">
      <MonitorSmartphone className="size-5 shrink-0 text-muted-foreground" aria-hidden />
      <div className="grid min-w-0 flex-1 gap-0.5">
        <span className="font-medium" title={session.userAgent}>
          {browser}
        </span>
        <span className="text-xs text-muted-foreground">
          {t('seen', { ip: session.ip, time: format.time(session.seenAt) })}
        </span>
      </div>
      {session.current ? (
        <Badge tone="good">{t('thisOne')}</Badge>
      ) : (
        <Button
          kind="ghost"
          size="icon"
          busy={busy}
          title={t('end')}
          aria-label={t('endOf', { browser })}
          onClick={onEnd}
        >
          <LogOut aria-hidden />
        </Button>
      )}
    </li>
  );
}
