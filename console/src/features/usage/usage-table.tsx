import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format.ts';
import { Cell, Head, Table } from '@/ui/table.tsx';
import { type Dimension, type Measure, measured, type Report } from './measures.ts';
import type { NameOf } from './usage.tsx';

const SHOWN = 200;

interface UsageTableProps {
  readonly report: Report;
  readonly by: readonly Dimension[];
  readonly measure: Measure;
  readonly nameOf: NameOf;
}

/** Every combination, the largest first, with its share of the whole. */
export function UsageTable({ report, by, measure, nameOf }: UsageTableProps) {
  const { t } = useTranslation('usage');
  const format = useFormat();
  if (by.length === 0) return null;
  const whole = measured(report.totals, measure) || 1;
  const rows = report.rows.toSorted((one, other) => measured(other, measure) - measured(one, measure));
  return (
    <div className="grid grid-cols-1 gap-2">
      <Table
        label={t('table')}
        head={
          <>
            {by.map((name) => (
              <Head key={name}>{t(`dimensions.${name}`)}</Head>
            ))}
            <Head className="w-40">{t('share')}</Head>
            <Head className="text-right">{t('measures.cost')}</Head>
            <Head className="text-right">{t('measures.requests')}</Head>
            <Head className="text-right">{t('measures.failedRequests')}</Head>
            <Head className="text-right">{t('measures.images')}</Head>
            <Head className="text-right">{t('measures.inputTokens')}</Head>
            <Head className="text-right">{t('measures.outputTokens')}</Head>
          </>
        }
      >
        {rows.slice(0, SHOWN).map((row) => {
          const share = measured(row, measure) / whole;
          return (
            <tr key={by.map((name) => row[name]).join(' ')} className="hover:bg-muted/60">
              {by.map((name) => (
                <Cell key={name} className="min-w-32 font-medium break-words">
                  {nameOf(name, row[name] ?? '')}
                </Cell>
              ))}
              <Cell>
                <span className="flex items-center gap-2">
                  <span className="h-1.5 w-20 overflow-hidden rounded-full bg-muted" aria-hidden>
                    <span
                      className="block h-full rounded-full bg-primary"
                      style={{ width: `${share * 100}%` }}
                    />
                  </span>
                  <span className="text-xs whitespace-nowrap text-muted-foreground tabular-nums">
                    {(share * 100).toFixed(1)} %
                  </span>
                </span>
              </Cell>
              <Cell className="text-right whitespace-nowrap tabular-nums">
                {format.cost(row.costNanoUsd)}
                {row.unknownCosts > 0 && (
                  <span className="text-warning" title={t('unknown', { count: row.unknownCosts })}>
                    {' '}
                    +?
                  </span>
                )}
              </Cell>
              <Cell className="text-right tabular-nums">{format.number(row.requests)}</Cell>
              <Cell className="text-right tabular-nums">{format.number(row.failedRequests)}</Cell>
              <Cell className="text-right tabular-nums">{format.number(row.images)}</Cell>
              <Cell className="text-right tabular-nums">{format.number(row.inputTokens)}</Cell>
              <Cell className="text-right tabular-nums">{format.number(row.outputTokens)}</Cell>
            </tr>
          );
        })}
      </Table>
      {rows.length > SHOWN && (
        <p className="text-xs text-muted-foreground">{t('rest', { count: rows.length - SHOWN })}</p>
      )}
    </div>
  );
}
