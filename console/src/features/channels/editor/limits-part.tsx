import { useTranslation } from 'react-i18next';
import { QuotasInput } from '@/features/keys/quotas-input.tsx';
import { Used } from '@/features/keys/used.tsx';
import { complaintAt, complaintAtRow } from '@/ui/complaint.ts';
import { Field } from '@/ui/field.tsx';
import { useFormat } from '@/ui/format.ts';
import { NumberInput } from '@/ui/number-input.tsx';
import type { PartProps } from './part.ts';
import type { ChannelValues } from './values.ts';

const LIMITS = ['requestsPerMinute', 'tokensPerMinute', 'imagesPerMinute', 'concurrency'] as const;

/** What the account lets through, and what may be used of it; a channel that is full is passed over. */
export function LimitsPart({ channel, values, set, error }: PartProps) {
  const { t } = useTranslation('channels');
  const format = useFormat();
  const { limits, budgets } = values;
  const change = (part: Partial<ChannelValues['limits']>): void => set({ limits: { ...limits, ...part } });
  return (
    <div className="grid gap-6">
      <div className="grid gap-4 sm:grid-cols-2">
        {LIMITS.map((name) => (
          <Field key={name} label={t(`limits.${name}`)} error={complaintAt(error, `limits.${name}`)}>
            <NumberInput
              min={1}
              step={1}
              placeholder={t('limits.none')}
              value={limits[name] ?? undefined}
              onChange={(most) => change({ [name]: most ?? null })}
            />
          </Field>
        ))}
      </div>
      <QuotasInput
        value={budgets}
        onChange={(next) => set({ budgets: next })}
        error={complaintAtRow(error, 'budgets')}
      />
      {channel.limitStanding.length + channel.budgetStanding.length > 0 && (
        <section className="grid gap-3 text-sm">
          <h3 className="font-medium">{t('limits.standing')}</h3>
          {channel.limitStanding.map(({ limit, most, used, resetsAt }) => (
            <Used key={limit} name={t(`limits.${limit}`)} used={used} most={most} resetsAt={resetsAt} />
          ))}
          {channel.budgetStanding.map(({ measure, per, limit, used, resetsAt }) => (
            <Used
              key={`${measure} ${per}`}
              name={`${t(`keys:measure.${measure}`)}, ${t(`keys:per.${per}`)}`}
              used={used}
              most={limit}
              resetsAt={resetsAt}
              write={measure === 'cost' ? (usd) => format.cost(usd * 1e9) : format.number}
            />
          ))}
        </section>
      )}
    </div>
  );
}
