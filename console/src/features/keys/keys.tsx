import { keyRoutes } from '@contract/keys.ts';
import { KeyRound, Plus } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallReply } from '@/api/call.ts';
import { usePages } from '@/api/use-route.ts';
import { InProject } from '@/app/in-project.tsx';
import { useMay } from '@/app/session.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Page } from '@/ui/card.tsx';
import { Field } from '@/ui/field.tsx';
import { useFormat } from '@/ui/format.ts';
import { Input, Select } from '@/ui/input.tsx';
import { Empty, FailureNote, Skeleton } from '@/ui/states.tsx';
import { Cell, Head, More, Table } from '@/ui/table.tsx';
import { CreateKey } from './create-key.tsx';
import { KeyDialog } from './key-dialog.tsx';

export type GatewayKey = CallReply<typeof keyRoutes.get>;
export type KeyStatus = GatewayKey['status'];

const TONES = { enabled: 'good', disabled: 'warning', archived: 'neutral' } as const;

export default function KeysPage() {
  return <InProject>{({ id }) => <Keys key={id} project={id} />}</InProject>;
}

function Keys({ project }: { readonly project: string }) {
  const { t } = useTranslation('keys');
  const format = useFormat();
  const may = useMay();
  const [creating, setCreating] = useState(false);
  const [shown, setShown] = useState<string>();
  const [search, setSearch] = useState('');
  const [status, setStatus] = useState<'' | KeyStatus>('');
  const filter = useDeferredValue({ ...(search && { search }), ...(status && { status }) });
  const query = usePages(keyRoutes.list, { params: { project }, query: filter });
  const create = may('keys:write') && (
    <Button kind="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {t('create')}
    </Button>
  );
  return (
    <Page title={t('title')} description={t('description')} actions={create}>
      <div className="flex flex-wrap gap-3">
        <Field label={t('filter.search')} className="min-w-40 flex-1 sm:max-w-64">
          <Input type="search" value={search} onChange={({ target }) => setSearch(target.value)} />
        </Field>
        <Field label={t('filter.status')} className="w-44">
          <Select value={status} onChange={({ target }) => setStatus(target.value as typeof status)}>
            <option value="">{t('filter.all')}</option>
            <option value="enabled">{t('status.enabled')}</option>
            <option value="disabled">{t('status.disabled')}</option>
            <option value="archived">{t('status.archived')}</option>
          </Select>
        </Field>
      </div>
      {query.error && <FailureNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-60 w-full" />}
      {query.isSuccess && query.items.length === 0 && (
        <Empty icon={KeyRound} title={t('empty.title')} action={create}>
          {t('empty.text')}
        </Empty>
      )}
      {query.items.length > 0 && (
        <Table
          label={t('title')}
          head={
            <>
              <Head>{t('column.name')}</Head>
              <Head>{t('column.prefix')}</Head>
              <Head className="hidden md:table-cell">{t('column.kind')}</Head>
              <Head>{t('column.status')}</Head>
              <Head className="hidden md:table-cell">{t('column.profile')}</Head>
              <Head>{t('column.used')}</Head>
              <Head className="hidden md:table-cell">{t('column.expires')}</Head>
            </>
          }
        >
          {query.items.map((key) => (
            <tr key={key.id} className="hover:bg-muted/60">
              <Cell>
                <button
                  type="button"
                  className="cursor-pointer text-left font-medium underline decoration-border underline-offset-4 hover:decoration-foreground"
                  onClick={() => setShown(key.id)}
                >
                  {key.name}
                </button>
              </Cell>
              <Cell className="font-mono text-xs">
                <Prefixes secrets={key.secrets} />
              </Cell>
              <Cell className="hidden md:table-cell">{t(`kind.${key.kind}`)}</Cell>
              <Cell>
                <Badge tone={TONES[key.status]}>{t(`status.${key.status}`)}</Badge>
              </Cell>
              <Cell className="hidden md:table-cell">{key.rules.activeProfile ?? '–'}</Cell>
              <Cell className="whitespace-nowrap">
                {key.lastUsedAt === null ? '–' : format.time(key.lastUsedAt)}
              </Cell>
              <Cell className="hidden whitespace-nowrap md:table-cell">
                {key.expiresAt === null ? '–' : format.time(key.expiresAt)}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <More query={query} />
      {creating && <CreateKey project={project} onClose={() => setCreating(false)} />}
      {shown !== undefined && <KeyDialog project={project} id={shown} onClose={() => setShown(undefined)} />}
    </Page>
  );
}

/** The newest secret; older ones are on their way out. */
function Prefixes({ secrets }: Pick<GatewayKey, 'secrets'>) {
  const [newest, ...older] = secrets.toSorted((one, other) => other.createdAt - one.createdAt);
  return (
    <span
      className="whitespace-nowrap"
      title={older.map(({ prefix }) => `${prefix}…`).join(', ') || undefined}
    >
      {newest && `${newest.prefix}…`}
      {older.length > 0 && <span className="text-muted-foreground"> +{older.length}</span>}
    </span>
  );
}
