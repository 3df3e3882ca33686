import { modelRoutes } from '@contract/models.ts';
import { ListTree, Plus } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, usePages } from '@/api/use-route.ts';
import { useMay } from '@/app/session.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Confirm } from '@/ui/confirm.tsx';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { Menu } from '@/ui/menu.tsx';
import { Empty, FailureNote, Skeleton } from '@/ui/states.tsx';
import { Cell, Head, More, Table } from '@/ui/table.tsx';
import type { ModelEntry } from './entry.ts';
import { EntryDialog } from './entry-dialog.tsx';
import { Targets } from './targets.tsx';

const STATES = ['all', 'enabled', 'disabled', 'unserved'] as const;
type State = (typeof STATES)[number];

/** Names of one's own for models, and where each leads. */
export function Entries() {
  const { t } = useTranslation('models');
  const mayWrite = useMay()('models:write');
  const [search, setSearch] = useState('');
  const [state, setState] = useState<State>('all');
  /** `new`: one that is not there yet. */
  const [shown, setShown] = useState<ModelEntry | 'new'>();
  const [removing, setRemoving] = useState<ModelEntry>();
  const filter = useDeferredValue({ state, ...(search && { search }) });
  const query = usePages(modelRoutes.list, { query: filter });
  const update = useChange(modelRoutes.update);
  const remove = useChange(modelRoutes.delete);
  const create = mayWrite && (
    <Button kind="primary" onClick={() => setShown('new')}>
      <Plus aria-hidden />
      {t('entry.create')}
    </Button>
  );
  const filtered = search !== '' || state !== 'all';
  return (
    <div className="grid grid-cols-1 gap-5">
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('search')} className="min-w-40 flex-1 sm:max-w-64">
          <Input type="search" value={search} onChange={({ target }) => setSearch(target.value)} />
        </Field>
        <Field label={t('entry.state')} className="w-44">
          <Select value={state} onChange={({ target }) => setState(target.value as State)}>
            {STATES.map((each) => (
              <option key={each} value={each}>
                {t(`entry.states.${each}`)}
              </option>
            ))}
          </Select>
        </Field>
        <div className="ml-auto">{create}</div>
      </div>
      {query.error && <FailureNote error={query.error} retry={() => void query.refetch()} />}
      {update.error && <FailureNote error={update.error} />}
      {query.isPending && <Skeleton className="h-48 w-full" />}
      {query.isSuccess && query.items.length === 0 && (
        <Empty icon={ListTree} title={t(filtered ? 'nothing' : 'entry.empty')}>
          {t(filtered ? 'nothingText' : 'entry.emptyText')}
        </Empty>
      )}
      {query.items.length > 0 && (
        <Table
          label={t('tabs.entries')}
          head={
            <>
              <Head>{t('column.model')}</Head>
              <Head>{t('entry.leads')}</Head>
              <Head>
                <span className="sr-only">{t('entry.actions')}</span>
              </Head>
            </>
          }
        >
          {query.items.map((entry) => (
            <tr key={entry.id} className="hover:bg-muted/60">
              <Cell className="align-top">
                <button
                  type="button"
                  className="cursor-pointer text-left font-medium break-words underline decoration-border underline-offset-4 hover:decoration-foreground"
                  onClick={() => setShown(entry)}
                >
                  {entry.name}
                </button>
                <p className="text-xs text-muted-foreground">{entry.developer}</p>
                {!entry.enabled && <Badge>{t('entry.states.disabled')}</Badge>}
              </Cell>
              <Cell>
                <Targets targets={entry.targets} />
              </Cell>
              <Cell className="w-12 text-right">
                {mayWrite && (
                  <Menu
                    label={t('entry.more', { name: entry.name })}
                    items={[
                      {
                        name: t(entry.enabled ? 'entry.disable' : 'entry.enable'),
                        onSelect: () =>
                          update.mutate({ params: { id: entry.id }, body: { enabled: !entry.enabled } }),
                      },
                      { name: t('entry.delete'), danger: true, onSelect: () => setRemoving(entry) },
                    ]}
                  />
                )}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <More query={query} />
      {shown !== undefined && (
        <EntryDialog entry={shown === 'new' ? undefined : shown} onClose={() => setShown(undefined)} />
      )}
      <Confirm
        open={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={t('entry.deleteTitle', { name: removing?.name ?? '' })}
        action={t('entry.delete')}
        onConfirm={() => remove.mutateAsync({ params: { id: removing?.id ?? '' } })}
      >
        {t('entry.deleteHint')}
      </Confirm>
    </div>
  );
}
