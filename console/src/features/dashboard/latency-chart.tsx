import { useTranslation } from 'react-i18next';
import { CartesianGrid, Legend, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { TICK, TOOLTIP } from '@/ui/chart-style.ts';
import { useFormat } from '@/ui/format.ts';
import type { DashboardData } from './dashboard.tsx';

const SHOWN = ['p50', 'p90', 'p95', 'p99'] as const;
/** How long answers took, bucket by bucket; where there were none the lines have a gap. */
export function LatencyChart({ buckets }: { readonly buckets: DashboardData['buckets'] }) {
  const { t } = useTranslation('dashboard');
  const format = useFormat();
  const rows = buckets.map(({ label, latency }) => ({ label: label.replace('T', ' '), ...latency }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart data={rows} margin={{ left: 0, right: 8 }} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--border)" vertical={false} />
        <XAxis dataKey="label" tick={TICK} minTickGap={32} />
        <YAxis tick={TICK} width={64} tickFormatter={(value: number) => format.duration(value)} />
        <Tooltip contentStyle={TOOLTIP.contentStyle} formatter={(value) => format.duration(Number(value))} />
        <Legend
          iconType="plainline"
          formatter={(text: string) => <span className="text-xs text-foreground">{text}</span>}
        />
        {SHOWN.map((each, index) => (
          <Line
            key={each}
            dataKey={each}
            name={t('within', { share: each.slice(1) })}
            stroke={`var(--chart-${index + 1})`}
            strokeWidth={2}
            // A single bucket between two gaps would be nothing without a dot.
            dot={{ r: 2 }}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
