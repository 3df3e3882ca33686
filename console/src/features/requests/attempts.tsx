import { useTranslation } from 'react-i18next';
import { useGatewayWords } from '@/app/gateway-words.ts';
import { Badge } from '@/ui/badge.tsx';
import { Fact, Facts } from '@/ui/facts.tsx';
import { useFormat } from '@/ui/format.ts';
import { CostLines } from './cost-lines.tsx';
import type { RequestDetail } from './request-dialog.tsx';
import { StatusBadge } from './status-badge.tsx';
import { TimeBar } from './time-bar.tsx';
import { Warnings } from './warnings.tsx';

type Attempt = RequestDetail['executions'][number];

/** Every attempt in its place in time, and why it was made there. */
export function Attempts({ detail }: { readonly detail: RequestDetail }) {
  const { t } = useTranslation('requests');
  if (detail.executions.length === 0) {
    return <p className="text-sm text-muted-foreground">{t('detail.noAttempts')}</p>;
  }
  return (
    <div className="grid grid-cols-1 gap-4">
      {detail.executions.map((attempt) => (
        <AttemptCard key={attempt.position} attempt={attempt} detail={detail} />
      ))}
    </div>
  );
}

function AttemptCard({ attempt, detail }: { readonly attempt: Attempt; readonly detail: RequestDetail }) {
  const { t } = useTranslation('requests');
  const format = useFormat();
  const words = useGatewayWords();
  const { score } = attempt;
  const took = t('detail.took', { duration: format.duration(attempt.durationMs) });
  return (
    <article className="grid grid-cols-1 gap-3 rounded-md border p-4 text-sm">
      <header className="flex flex-wrap items-center gap-2">
        <span className="text-muted-foreground tabular-nums">{attempt.position + 1}.</span>
        <span className="font-medium">{attempt.channel}</span>
        <span className="min-w-0 break-all text-muted-foreground">{attempt.model}</span>
        {attempt.credential !== null && <Badge>{attempt.credential}</Badge>}
        <StatusBadge
          status={attempt.errorCode === null ? 200 : (attempt.upstreamStatus ?? 502)}
          code={attempt.errorCode}
        />
        <span className="ml-auto tabular-nums">{format.cost(attempt.costNanoUsd)}</span>
      </header>
      <TimeBar
        label={took}
        start={attempt.startedAt - detail.createdAt}
        duration={attempt.durationMs}
        first={attempt.firstMs}
        whole={detail.durationMs}
        failed={attempt.errorCode !== null}
      />
      <Facts className="text-xs">
        <Fact name={t('column.duration')}>
          {took}
          {attempt.firstMs !== null &&
            ` · ${t('detail.first', { duration: format.duration(attempt.firstMs) })}`}
        </Fact>
        {attempt.upstreamStatus !== null && (
          <Fact name={t('detail.upstreamStatus')}>{attempt.upstreamStatus}</Fact>
        )}
        {attempt.errorDetail !== null && (
          <Fact name={t('detail.errorDetail')}>
            <span className="min-w-0 break-words">{words(attempt.errorDetail)}</span>
          </Fact>
        )}
        <Fact name={t('detail.score')}>
          <span className="flex flex-wrap items-center gap-1.5">
            <span className="font-medium tabular-nums">{score.total.toFixed(2)}</span>
            {Object.entries(score.parts).map(([name, value]) => (
              <Badge key={name}>
                {t(`routing:part.${name}`, { defaultValue: name })} {value.toFixed(2)}
              </Badge>
            ))}
            <Badge tone={score.health === 'closed' ? 'good' : 'warning'}>
              {t(`health.${score.health}`, { defaultValue: score.health })}
            </Badge>
          </span>
        </Fact>
        {(score.passedOver ?? []).length > 0 && (
          <Fact name={t('detail.passedOver')}>
            {(score.passedOver ?? [])
              .map(({ channel, reason }) => `${channel} (${words(reason)})`)
              .join(', ')}
          </Fact>
        )}
        {attempt.pictures.length > 0 && (
          <Fact name={t('column.images')}>
            {attempt.pictures.map(({ size, quality, count }) => `${count} × ${size} ${quality}`).join(', ')}
          </Fact>
        )}
      </Facts>
      <Warnings warnings={attempt.warnings} />
      {attempt.cost && <CostLines cost={attempt.cost} />}
    </article>
  );
}
