import { useTranslation } from 'react-i18next';
import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { TICK, TOOLTIP } from '@/ui/chart-style.ts';
import { useFormat } from '@/ui/format.ts';
import { type Dimension, inWords, type Measure, measured, type Report } from './measures.ts';
import type { NameOf } from './usage.tsx';

const COLORS = ['var(--chart-1)', 'var(--chart-2)', 'var(--chart-3)', 'var(--chart-4)', 'var(--chart-5)'];
const OTHERS = ' others';
interface UsageChartProps {
  readonly report: Report;
  readonly by: Dimension | undefined;
  readonly measure: Measure;
  readonly nameOf: NameOf;
}

/** One bar a bucket, made of the largest five and the rest. */
export function UsageChart({ report, by, measure, nameOf }: UsageChartProps) {
  const { t } = useTranslation('usage');
  const format = useFormat();
  const { series, rows } = stacked(report, by, measure);
  const words = (id: string): string => {
    if (id === OTHERS) return t('others');
    return by === undefined ? t(`measures.${measure}`) : nameOf(by, id);
  };
  return (
    <div className="h-72" role="img" aria-label={t('chart', { measure: t(`measures.${measure}`) })}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart data={rows} margin={{ left: 0, right: 8 }} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--border)" vertical={false} />
          <XAxis dataKey="label" tick={TICK} minTickGap={32} />
          <YAxis
            tick={TICK}
            width={64}
            allowDecimals={measure === 'cost'}
            tickFormatter={(value: number) => inWords(value, measure, format)}
          />
          <Tooltip {...TOOLTIP} formatter={(value) => inWords(Number(value), measure, format)} />
          {series.length > 1 && (
            <Legend
              iconType="circle"
              iconSize={8}
              formatter={(text: string) => <span className="text-xs text-foreground">{text}</span>}
            />
          )}
          {series.map((id, index) => (
            <Bar
              key={id}
              dataKey={(row: ChartRow) => row.values[id] ?? 0}
              name={words(id)}
              stackId="all"
              fill={id === OTHERS ? 'var(--muted-foreground)' : COLORS[index]}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

interface ChartRow {
  readonly label: string;
  readonly values: Readonly<Record<string, number>>;
}

function stacked(
  { buckets, rows }: Report,
  by: Dimension | undefined,
  measure: Measure,
): { readonly series: readonly string[]; readonly rows: readonly ChartRow[] } {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const id = by === undefined ? '' : (row[by] ?? '');
    sums.set(id, (sums.get(id) ?? 0) + measured(row, measure));
  }
  const order = [...sums].sort(([, one], [, other]) => other - one).map(([id]) => id);
  const shown = order.slice(0, COLORS.length);
  const values = new Map(buckets.map(({ label }) => [label, {} as Record<string, number>]));
  for (const row of rows) {
    const own = by === undefined ? '' : (row[by] ?? '');
    const id = shown.includes(own) ? own : OTHERS;
    const bucket = values.get(row.label ?? '');
    if (bucket) bucket[id] = (bucket[id] ?? 0) + measured(row, measure);
  }
  return {
    series: order.length > shown.length ? [...shown, OTHERS] : shown,
    rows: [...values].map(([label, each]) => ({ label: label.replace('T', ' '), values: each })),
  };
}
