import { channelTrialRoutes } from '@contract/channel-trials.ts';
import { CloudDownload } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '@/api/use-route.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import { Tick } from '@/ui/tick.tsx';
import type { ChannelView } from '../channel-view.ts';
import type { ChannelValues, ModelRules } from './values.ts';

/** More are found by searching. */
const MOST_SHOWN = 100;

/** Asks the upstream which models it has; those that are ticked stand in the list. */
export function FetchedModels({
  channel,
  models,
  onChange,
}: {
  readonly channel: ChannelView;
  readonly models: ChannelValues['models'];
  readonly onChange: (change: Partial<ModelRules>) => void;
}) {
  const { t } = useTranslation('channels');
  const fetched = useChange(channelTrialRoutes.fetch);
  const [search, setSearch] = useState('');
  const all = fetched.data?.items ?? [];
  const found = all.filter(({ id }) => id.toLowerCase().includes(search.toLowerCase()));
  const toggle = (id: string, listed: boolean): void =>
    onChange({
      list: listed ? [...models.list, { name: id }] : models.list.filter(({ name }) => name !== id),
    });
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button busy={fetched.isPending} onClick={() => fetched.mutate({ params: { id: channel.id } })}>
          <CloudDownload aria-hidden />
          {t('fetch.action')}
        </Button>
        {fetched.data && models.source !== 'upstream' && (
          <Button kind="ghost" onClick={() => onChange({ source: 'upstream' })}>
            {t('fetch.serveAll')}
          </Button>
        )}
        {!fetched.data && channel.modelRules.upstream.length > 0 && (
          <span className="text-xs text-muted-foreground">
            {t('fetch.remembered', { count: channel.modelRules.upstream.length })}
          </span>
        )}
      </div>
      {fetched.error && <FailureNote error={fetched.error} />}
      {fetched.data && (
        <section className="grid gap-3 rounded-md border p-3">
          <Field label={t('fetch.found', { count: all.length })}>
            <Input type="search" value={search} onChange={({ target }) => setSearch(target.value)} />
          </Field>
          <ul className="grid max-h-64 gap-1.5 overflow-y-auto">
            {found.slice(0, MOST_SHOWN).map(({ id, draws, talks, known }) => (
              <li key={id} className="flex flex-wrap items-center gap-2">
                <Tick
                  checked={models.list.some(({ name }) => name === id)}
                  onChange={(listed) => toggle(id, listed)}
                >
                  {id}
                </Tick>
                {draws && <Badge tone="accent">{t('fetch.draws')}</Badge>}
                {talks && <Badge>{t('fetch.talks')}</Badge>}
                {!known && <Badge tone="warning">{t('fetch.unknown')}</Badge>}
              </li>
            ))}
          </ul>
          {found.length > MOST_SHOWN && (
            <p className="text-xs text-muted-foreground">
              {t('fetch.more', { count: found.length - MOST_SHOWN })}
            </p>
          )}
        </section>
      )}
    </div>
  );
}
