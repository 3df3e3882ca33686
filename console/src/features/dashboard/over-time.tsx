import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { Card } from '@/ui/card.tsx';
import { TICK, TOOLTIP } from '@/ui/chart-style.ts';
import { Field } from '@/ui/field.tsx';
import { Select } from '@/ui/input.tsx';
import type { DashboardData } from './dashboard.tsx';
import { LatencyChart } from './latency-chart.tsx';

const MEASURES = [
  'requests',
  'images',
  'failedRequests',
  'inputTokens',
  'outputTokens',
  'cost',
  'latency',
] as const;
type Measure = (typeof MEASURES)[number];
type Bucket = DashboardData['buckets'][number];

const NANO = 1_000_000_000;
const measured = (bucket: Bucket, measure: Exclude<Measure, 'latency'>): number =>
  measure === 'cost' ? bucket.costNanoUsd / NANO : bucket[measure];

/** One measure, bucket by bucket. */
export function OverTime({ buckets }: { readonly buckets: readonly Bucket[] }) {
  const { t } = useTranslation('dashboard');
  const [measure, setMeasure] = useState<Measure>('requests');
  return (
    <Card className="grid gap-4">
      <Field label={t('overTime')} className="w-52">
        <Select value={measure} onChange={({ target }) => setMeasure(target.value as Measure)}>
          {MEASURES.map((each) => (
            <option key={each} value={each}>
              {t(`measures.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      <div className="h-64" role="img" aria-label={t('chart', { measure: t(`measures.${measure}`) })}>
        {measure === 'latency' ? (
          <LatencyChart buckets={buckets} />
        ) : (
          <Bars buckets={buckets} measure={measure} />
        )}
      </div>
    </Card>
  );
}

function Bars({
  buckets,
  measure,
}: {
  readonly buckets: readonly Bucket[];
  readonly measure: Exclude<Measure, 'latency'>;
}) {
  const { t } = useTranslation('dashboard');
  const rows = buckets.map((bucket) => ({
    label: bucket.label.replace('T', ' '),
    value: measured(bucket, measure),
  }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={rows} margin={{ left: 0, right: 8 }} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--border)" vertical={false} />
        <XAxis dataKey="label" tick={TICK} minTickGap={32} />
        <YAxis tick={TICK} width={48} allowDecimals={measure === 'cost'} />
        <Tooltip {...TOOLTIP} />
        <Bar
          dataKey="value"
          name={t(`measures.${measure}`)}
          fill="var(--chart-1)"
          radius={3}
          isAnimationActive={false}
        />
      </BarChart>
    </ResponsiveContainer>
  );
}
