import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format.ts';
import type { Report } from './measures.ts';

/** What it all comes to. */
export function UsageTotals({ totals }: { readonly totals: Report['totals'] }) {
  const { t } = useTranslation('usage');
  const format = useFormat();
  const figures: readonly (readonly [name: string, value: string, note?: string])[] = [
    [
      t('measures.cost'),
      format.cost(totals.costNanoUsd),
      totals.unknownCosts > 0 ? t('unknown', { count: totals.unknownCosts }) : undefined,
    ].filter((text) => text !== undefined) as [string, string, string?],
    [t('measures.requests'), format.number(totals.requests)],
    [t('measures.failedRequests'), format.number(totals.failedRequests)],
    [t('measures.images'), format.number(totals.images)],
    [t('measures.inputTokens'), format.number(totals.inputTokens)],
    [t('measures.outputTokens'), format.number(totals.outputTokens)],
  ];
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-border sm:grid-cols-3 xl:grid-cols-6">
      {figures.map(([name, value, note]) => (
        <div key={name} className="grid content-start gap-1 bg-surface p-4">
          <dt className="text-xs text-muted-foreground">{name}</dt>
          <dd className="grid gap-1">
            <span className="text-xl font-semibold tabular-nums">{value}</span>
            {note !== undefined && <span className="text-xs text-warning">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
