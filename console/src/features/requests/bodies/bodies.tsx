import { bodyRoutes } from '@contract/bodies.ts';
import { Download, FileX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallReply, urlOf } from '@/api/call.ts';
import { useRoute } from '@/api/use-route.ts';
import { Badge } from '@/ui/badge.tsx';
import { buttonClass } from '@/ui/button.tsx';
import { useFormat } from '@/ui/format.ts';
import { Empty, Loaded } from '@/ui/states.tsx';
import { BodyNode } from './body-node.tsx';
import type { BodyPlace } from './body-place.ts';

type BodySummary = CallReply<typeof bodyRoutes.list>['items'][number];

/** What was sent and answered on both sides, as far as it was kept. */
export function Bodies({ project, id }: { readonly project: string; readonly id: string }) {
  const { t } = useTranslation('requests');
  const query = useRoute(bodyRoutes.list, { params: { project, id } });
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon={FileX} title={t('bodies.none')}>
            {t('bodies.noneHint')}
          </Empty>
        ) : (
          <div className="grid grid-cols-1 gap-3">
            {items.map((body) => (
              <Body key={body.name} place={{ project, id, body: body.name }} facts={body} />
            ))}
          </div>
        )
      }
    </Loaded>
  );
}

function Body({ place, facts }: { readonly place: BodyPlace; readonly facts: BodySummary }) {
  const { t } = useTranslation('requests');
  const format = useFormat();
  const [open, setOpen] = useState(facts.name === 'client-request');
  const isThere = facts.state === 'kept' || facts.state === 'cut';
  const name = t(`bodies.${facts.side}.${facts.direction}`, {
    attempt: (facts.attempt ?? 0) + 1,
    call: (facts.call ?? 0) + 1,
  });
  return (
    <section className="grid grid-cols-1 rounded-md border text-sm">
      <header className="flex flex-wrap items-center gap-2 p-3">
        <button
          type="button"
          className="cursor-pointer font-medium underline disabled:cursor-default disabled:no-underline"
          aria-expanded={open && isThere}
          disabled={!isThere}
          onClick={() => setOpen(!open)}
        >
          {name}
        </button>
        {facts.url !== null && (
          <code className="min-w-0 truncate text-xs text-muted-foreground" title={facts.url}>
            {facts.method} {facts.url}
          </code>
        )}
        {facts.status !== null && <Badge tone={facts.status < 400 ? 'good' : 'bad'}>{facts.status}</Badge>}
        <span className="ml-auto flex items-center gap-2 text-xs text-muted-foreground">
          {format.bytes(facts.bytes)}
          {!isThere && <Badge>{t(`bodies.state.${facts.state}`)}</Badge>}
          {facts.state === 'cut' && <Badge tone="warning">{t('bodies.state.cut')}</Badge>}
          {isThere && (
            <a
              href={urlOf(bodyRoutes.raw, { params: { ...place } })}
              download
              aria-label={t('bodies.download', { name })}
              title={t('bodies.download', { name })}
              className={buttonClass({ kind: 'ghost', size: 'icon' })}
            >
              <Download aria-hidden />
            </a>
          )}
        </span>
      </header>
      {open && isThere && (
        <div className="overflow-x-auto border-t bg-muted/30 p-3">
          <BodyNode place={place} path="" />
        </div>
      )}
    </section>
  );
}
