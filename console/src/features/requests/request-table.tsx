import type { requestRoutes } from '@contract/requests.ts';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CallReply } from '@/api/call.ts';
import { useFormat } from '@/ui/format.ts';
import { Cell, Head, Table } from '@/ui/table.tsx';
import { costInWords } from './cost-in-words.ts';
import { StatusBadge } from './status-badge.tsx';

export type RequestRow = CallReply<typeof requestRoutes.list>['items'][number];

/** Requests, newest first. */
export function RequestTable({
  items,
  onOpen,
}: {
  readonly items: readonly RequestRow[];
  readonly onOpen: (id: string) => void;
}) {
  const { t } = useTranslation('requests');
  return (
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
      {items.map((row) => (
        <Row key={row.id} row={row} onOpen={() => onOpen(row.id)} />
      ))}
    </Table>
  );
}

function Row({ row, onOpen }: { readonly row: RequestRow; readonly onOpen: () => void }) {
  const { t } = useTranslation('requests');
  const format = useFormat();
  const tokens = (row.inputTokens ?? 0) + (row.outputTokens ?? 0);
  return (
    <tr className="hover:bg-muted/60">
      <Cell className="whitespace-nowrap tabular-nums">
        <button type="button" className="cursor-pointer underline" onClick={onOpen}>
          {format.time(row.createdAt)}
        </button>
      </Cell>
      <Cell className="whitespace-nowrap">
        <StatusBadge status={row.status} code={row.errorCode} />
        {row.warningCount > 0 && (
          <TriangleAlert
            className="ml-1.5 inline size-3.5 text-warning"
            role="img"
            aria-label={t('warnings', { count: row.warningCount })}
          />
        )}
      </Cell>
      <Cell className="max-w-64 truncate" title={row.model}>
        {row.model}
      </Cell>
      <Cell className="whitespace-nowrap">
        {row.channel ?? '–'}
        {row.executionCount > 1 && (
          <span className="text-muted-foreground"> · {t('attempts', { count: row.executionCount })}</span>
        )}
      </Cell>
      <Cell className="text-right whitespace-nowrap tabular-nums">{format.duration(row.durationMs)}</Cell>
      <Cell className="text-right tabular-nums">
        {row.inputTokens === null && row.outputTokens === null ? '–' : format.number(tokens)}
      </Cell>
      <Cell className="text-right tabular-nums">{row.imageCount || '–'}</Cell>
      <Cell className="text-right whitespace-nowrap tabular-nums">{costInWords(row, format)}</Cell>
    </tr>
  );
}
