import type { channelTransferRoutes } from '@contract/channel-transfer.ts';
import { useTranslation } from 'react-i18next';
import type { CallReply } from '@/api/call.ts';
import { Badge } from '@/ui/badge.tsx';

type Outcome = CallReply<typeof channelTransferRoutes.import>['channels'][number];

const TONES = { create: 'good', replace: 'warning', skip: 'neutral' } as const;

/** What would become of each channel of a file. */
export function ImportPlan({ outcomes }: { readonly outcomes: readonly Outcome[] }) {
  const { t } = useTranslation('channels');
  return (
    <section aria-label={t('import.plan')} className="grid gap-2">
      <h3 className="text-sm font-medium">{t('import.plan')}</h3>
      <ul className="grid max-h-80 gap-2 overflow-y-auto">
        {outcomes.map(({ name, action, credentials }) => (
          <li key={name} className="flex flex-wrap items-center gap-2 rounded-md border px-3 py-2 text-sm">
            <span className="mr-auto break-all">{name}</span>
            {action !== 'skip' && (
              <span className="text-xs text-muted-foreground">
                {credentials > 0 ? t('import.keys', { count: credentials }) : t(`import.noKeys.${action}`)}
              </span>
            )}
            <Badge tone={TONES[action]}>{t(`import.actions.${action}`)}</Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}
