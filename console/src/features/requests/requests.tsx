import { requestRoutes } from '@contract/requests.ts';
import { useSearch } from '@tanstack/react-router';
import { ScrollText } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePages } from '@/api/use-route.ts';
import { InProject } from '@/app/in-project.tsx';
import { Page } from '@/ui/card.tsx';
import { Field } from '@/ui/field.tsx';
import { useFormat } from '@/ui/format.ts';
import { Input, Select } from '@/ui/input.tsx';
import { Empty, FailureNote, Skeleton } from '@/ui/states.tsx';
import { Cell, Head, More, Table } from '@/ui/table.tsx';
import { RequestDialog } from './request-dialog.tsx';
import { StatusBadge } from './status-badge.tsx';

export default function RequestsPage() {
  return <InProject>{({ id }) => <Requests key={id} project={id} />}</InProject>;
}

const LIVE_MS = 5_000;

function Requests({ project }: { readonly project: string }) {
  const { t } = useTranslation('requests');
  const format = useFormat();
  const search = useSearch({ strict: false }) as { readonly id?: string };
  const [shown, setShown] = useState(search.id);
  const [model, setModel] = useState('');
  const [outcome, setOutcome] = useState<'' | 'ok' | 'failed'>('');
  const filter = useDeferredValue({ ...(model && { model }), ...(outcome && { outcome }) });
  const query = usePages(
    requestRoutes.list,
    { params: { project }, query: filter },
    { refetchInterval: LIVE_MS },
  );
  return (
    <Page title={t('title')} description={t('description')}>
      <div className="flex flex-wrap gap-3">
        <Field label={t('filter.model')} className="w-64">
          <Input type="search" value={model} onChange={({ target }) => setModel(target.value)} />
        </Field>
        <Field label={t('filter.outcome')} className="w-44">
          <Select value={outcome} onChange={({ target }) => setOutcome(target.value as typeof outcome)}>
            <option value="">{t('filter.all')}</option>
            <option value="ok">{t('filter.ok')}</option>
            <option value="failed">{t('filter.failed')}</option>
          </Select>
        </Field>
      </div>
      {query.error && <FailureNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-80 w-full" />}
      {query.isSuccess && query.items.length === 0 && (
        <Empty icon={ScrollText} title={t('empty.title')}>
          {t('empty.text')}
        </Empty>
      )}
      {query.items.length > 0 && (
        <Table
          label={t('title')}
          head={
            <>
              <Head>{t('column.time')}</Head>
              <Head>{t('column.status')}</Head>
              <Head>{t('column.model')}</Head>
              <Head>{t('column.channel')}</Head>
              <Head className="text-right">{t('column.duration')}</Head>
              <Head className="text-right">{t('column.tokens')}</Head>
              <Head className="text-right">{t('column.images')}</Head>
              <Head className="text-right">{t('column.cost')}</Head>
            </>
          }
        >
          {query.items.map((row) => (
            <tr key={row.id} className="hover:bg-muted/60">
              <Cell className="whitespace-nowrap">
                <button type="button" className="cursor-pointer underline" onClick={() => setShown(row.id)}>
                  {format.time(row.createdAt)}
                </button>
              </Cell>
              <Cell>
                <StatusBadge status={row.status} code={row.errorCode} />
              </Cell>
              <Cell>{row.model}</Cell>
              <Cell>
                {row.channel ?? '–'}
                {row.executionCount > 1 && ` (${t('attempts', { count: row.executionCount })})`}
              </Cell>
              <Cell className="text-right whitespace-nowrap">{format.duration(row.durationMs)}</Cell>
              <Cell className="text-right">
                {row.inputTokens === null && row.outputTokens === null
                  ? '–'
                  : format.number((row.inputTokens ?? 0) + (row.outputTokens ?? 0))}
              </Cell>
              <Cell className="text-right">{row.imageCount || '–'}</Cell>
              <Cell className="text-right whitespace-nowrap">
                {row.costNanoUsd === null && !row.costUnknown ? '–' : format.cost(row.costNanoUsd)}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <More query={query} />
      {shown !== undefined && (
        <RequestDialog project={project} id={shown} onClose={() => setShown(undefined)} />
      )}
    </Page>
  );
}
