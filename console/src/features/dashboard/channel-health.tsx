import { useTranslation } from 'react-i18next';
import { Card } from '@/ui/card.tsx';
import { cn } from '@/ui/cn.ts';
import { useFormat } from '@/ui/format.ts';
import type { DashboardData } from './dashboard.tsx';

type ChannelRow = DashboardData['channels'][number];

/** Each channel as a row of bars: how its attempts went, bucket by bucket. */
export function ChannelHealth({ channels }: { readonly channels: readonly ChannelRow[] }) {
  const { t } = useTranslation('dashboard');
  if (channels.length === 0) return null;
  return (
    <Card className="grid gap-4">
      <h2 className="font-medium">{t('channels')}</h2>
      {channels.map((channel) => (
        <Row key={channel.name} channel={channel} />
      ))}
    </Card>
  );
}

function Row({ channel }: { readonly channel: ChannelRow }) {
  const { t } = useTranslation('dashboard');
  const format = useFormat();
  const { executions, failedExecutions, latency } = channel;
  const words = t('attemptsOf', { count: executions, failed: format.number(failedExecutions) });
  return (
    <div className="grid items-center gap-2 text-sm md:grid-cols-[12rem_1fr_16rem]">
      <span className="truncate font-medium">{channel.name}</span>
      <span className="flex h-6 items-stretch gap-px" role="img" aria-label={words}>
        {channel.bars.map(({ executions: tried, failed }, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in time
            key={index}
            className={cn('flex-1 rounded-sm', toneOf(tried, failed))}
          />
        ))}
      </span>
      <span className="text-xs text-muted-foreground">
        {words}
        {latency.p50 !== null && ` · ${format.duration(latency.p50)}`}
      </span>
    </div>
  );
}

function toneOf(tried: number, failed: number): string {
  if (tried === 0) return 'bg-muted';
  if (failed === 0) return 'bg-success';
  return failed < tried ? 'bg-warning' : 'bg-danger';
}
