import { useTranslation } from 'react-i18next';
import { Badge } from '@/ui/badge.tsx';

const TONES = {
  closed: 'good',
  open: 'bad',
  'half-open': 'warning',
  probing: 'warning',
  untried: 'neutral',
} as const;

/** Whether calls flow, in words. */
export function HealthBadge({ health }: { readonly health: keyof typeof TONES }) {
  const { t } = useTranslation('channels');
  return <Badge tone={TONES[health]}>{t(`health.${health}`)}</Badge>;
}
