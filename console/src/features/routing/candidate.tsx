import { useTranslation } from 'react-i18next';
import { useGatewayWords } from '@/app/gateway-words.ts';
import { HealthBadge } from '@/features/channels/health-badge.tsx';
import { Badge } from '@/ui/badge.tsx';
import { Card } from '@/ui/card.tsx';
import { cn } from '@/ui/cn.ts';
import type { Explanation } from './answer.tsx';

type CandidateView = Explanation['candidates'][number];
type Health = Parameters<typeof HealthBadge>[0]['health'];

/** One place a request may go to, with what its score is made of. */
export function Candidate({
  candidate,
  place,
}: {
  readonly candidate: CandidateView;
  readonly place: number;
}) {
  const { t } = useTranslation('routing');
  const words = useGatewayWords();
  const { channel, provider, credential, upstream_model: model, priority, weight, health, score } = candidate;
  return (
    <li>
      <Card className={cn('grid gap-4 p-4 md:grid-cols-[1fr_20rem]', place === 1 && 'border-primary/50')}>
        <div className="flex items-start gap-3">
          <span
            className={cn(
              'grid size-8 shrink-0 place-items-center rounded-full text-sm font-semibold',
              place === 1 ? 'bg-primary text-primary-foreground' : 'bg-muted text-muted-foreground',
            )}
          >
            {place}
          </span>
          <div className="grid gap-2">
            <p className="flex flex-wrap items-center gap-2">
              <strong className="font-semibold">{channel}</strong>
              {credential !== undefined && <Badge>{credential}</Badge>}
              <HealthBadge health={health as Health} />
              {candidate.at_limit !== undefined && <Badge tone="warning">{words(candidate.at_limit)}</Badge>}
            </p>
            <p className="text-sm text-muted-foreground">
              {provider} · <code>{model}</code>
            </p>
            <p className="text-xs text-muted-foreground">{t('standing', { priority, weight })}</p>
          </div>
        </div>
        <Parts parts={candidate.parts} score={score} />
      </Card>
    </li>
  );
}

/** Bars to the left take away, bars to the right add. */
function Parts({ parts, score }: { readonly parts: CandidateView['parts']; readonly score: number }) {
  const { t } = useTranslation('routing');
  const entries = Object.entries(parts);
  const most = Math.max(1, ...entries.map(([, value]) => Math.abs(value)));
  return (
    <dl className="grid grid-cols-[auto_1fr_3.5rem] items-center gap-x-3 gap-y-1 text-xs">
      {entries.map(([name, value]) => (
        <div key={name} className="contents">
          <dt title={t(`part.${name}Hint`, { defaultValue: '' })}>
            {t(`part.${name}`, { defaultValue: name })}
          </dt>
          <dd className="relative col-span-1 h-2 rounded bg-muted" aria-hidden>
            <span
              className={cn(
                'absolute top-0 h-2 rounded',
                value < 0 ? 'right-1/2 bg-danger' : 'left-1/2 bg-primary',
              )}
              style={{ width: `${(Math.abs(value) / most) * 50}%` }}
            />
          </dd>
          <dd className="text-right tabular-nums">{value.toFixed(2)}</dd>
        </div>
      ))}
      <dt className="font-medium">{t('score')}</dt>
      <dd className="col-span-2 text-right font-semibold tabular-nums">{score.toFixed(2)}</dd>
    </dl>
  );
}
