import { useTranslation } from 'react-i18next';
import { Badge } from '@/ui/badge.tsx';
import type { Target } from './entry.ts';

const MOST_SHOWN = 12;

/** Where an entry leads, in the order it is tried. */
export function Targets({ targets }: { readonly targets: readonly Target[] }) {
  const { t } = useTranslation('models');
  if (targets.length === 0) return <Badge tone="warning">{t('entry.nowhere')}</Badge>;
  return (
    <ul className="flex flex-wrap gap-1.5">
      {targets.slice(0, MOST_SHOWN).map(({ channel, upstreamModel, priority, conditional }) => (
        <li key={`${channel} ${upstreamModel} ${priority}`}>
          <Badge tone={conditional ? 'warning' : 'neutral'} className="whitespace-normal">
            {priority !== null && <span className="font-semibold">{priority}</span>}
            {channel} → {upstreamModel}
            {conditional && ` · ${t('entry.sometimes')}`}
          </Badge>
        </li>
      ))}
      {targets.length > MOST_SHOWN && <li className="text-xs">+{targets.length - MOST_SHOWN}</li>}
    </ul>
  );
}
